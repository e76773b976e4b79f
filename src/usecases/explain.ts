import { everyRule } from '../assess/every-rule.ts'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import { explainProblemCode, explainRule } from '../report/explain-rule.ts'
import { problemCodes } from '../report/problem-codes.ts'
import { fixes } from './fixes/all-fixes.ts'

/** What a rule or problem code means; without one, the list of all. @throws Refusal for an unknown id */
export function explain(wanted: string | undefined): string {
  if (wanted === undefined) {
    const lines = [
      ...everyRule.map(({ id, title }) => `${id}  ${title}`),
      ...[...problemCodes].map(([code, { title }]) => `${code}  ${title}`),
    ]
    return `${lines.join('\n')}\n`
  }
  const id = wanted.toUpperCase()
  const rule = everyRule.find((one) => one.id === id || one.name === wanted)
  const text = rule === undefined ? explainProblemCode(id) : explainRule(rule)
  if (text !== undefined) return `${text}${fixLines(id)}`
  const near = nearest(id, [...everyRule.map((one) => one.id), ...problemCodes.keys()])
  const guess = near === undefined ? '' : `Did you mean ${near}? `
  throw new Refusal(
    exitStatus.usage,
    `There is no rule ${wanted.slice(0, 60)}`,
    `${guess}\`countersign explain\` lists all.`,
  )
}

/** What `check --fix` does about it. */
const fixLines = (code: string): string =>
  fixes
    .filter((fix) => fix.code === code)
    .map(({ does }) => `Fix       \`check --fix\`: ${does}\n`)
    .join('')
