import { everyRule } from '../assess/every-rule.ts'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import {
  type Explanation,
  explanationInMarkdown,
  explanationOfRule,
  type Fixes,
  printExplanation,
  problemExplanations,
  rulePage,
} from '../report/explain-rule.ts'
import { fixes } from './fixes/all-fixes.ts'

export const explainFormats = ['pretty', 'markdown', 'json'] as const

export interface ExplainRequest {
  /** Id or name of a rule, or a problem code. */
  readonly wanted?: string
  readonly all: boolean
  readonly format: (typeof explainFormats)[number]
}

/** What a rule or problem code means; without one, the list of all. @throws Refusal for an unknown id */
export function explain({ wanted, all, format }: ExplainRequest): string {
  const known = [...everyRule.map((rule) => explanationOfRule(rule, mending)), ...problemExplanations(mending)]
  if (wanted !== undefined) {
    if (all) throw new Refusal(exitStatus.usage, `--all and ${wanted.slice(0, 60)} exclude each other`, 'Give one.')
    return printOne(find(wanted, known), format)
  }
  if (format === 'json') return `${JSON.stringify(known, null, 2)}\n`
  if (all) return format === 'markdown' ? rulePage(known) : known.map(printExplanation).join('\n')
  const lines = known.map(({ id, title }) => (format === 'markdown' ? `- ${id}: ${title}` : `${id}  ${title}`))
  return `${lines.join('\n')}\n`
}

/** What `check --fix` does, by code. */
const mending: Fixes = new Map(
  fixes.map(({ code }) => [code, fixes.filter((fix) => fix.code === code).map(({ does }) => does)]),
)

function printOne(one: Explanation, format: ExplainRequest['format']): string {
  if (format === 'json') return `${JSON.stringify(one, null, 2)}\n`
  return format === 'markdown' ? explanationInMarkdown(one) : printExplanation(one)
}

function find(wanted: string, known: readonly Explanation[]): Explanation {
  const named = everyRule.find(({ name }) => name === wanted)?.id
  const id = named ?? wanted.toUpperCase()
  const found = known.find((one) => one.id === id)
  if (found !== undefined) return found
  const near = nearest(
    id,
    known.map((one) => one.id),
  )
  const guess = near === undefined ? '' : `Did you mean ${near}? `
  const remedy = `${guess}\`countersign explain\` lists all.`
  throw new Refusal(exitStatus.usage, `There is no rule ${wanted.slice(0, 60)}`, remedy)
}
