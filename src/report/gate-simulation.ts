import type { DecisionChanges } from '../gate/compare-decisions.ts'
import type { GateDecision } from '../gate/gate-decision.ts'
import type { SimulatedStep } from '../gate/simulate.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { verdictWords } from './decision-tree.ts'
import { boundDecision } from './gate-result.ts'
import { reviewOutcome } from './gate-summary.ts'
import { printable } from './printable.ts'

export interface ToCompare {
  readonly title: string
  readonly number: number
  readonly before: GateDecision
  readonly after: GateDecision
  readonly steps: readonly SimulatedStep[]
  readonly notes: readonly string[]
  readonly changes: DecisionChanges
}

const most = { lines: 100, line: 600 } as const

/** Sections of what is printed, as plain text of people: escaped where they are printed. */
function sections({
  steps,
  notes,
  changes,
}: ToCompare): readonly (readonly [title: string, lines: readonly string[]])[] {
  const changed = [
    ...changes.nodes.map(
      ({ path, before, after, message }) => `${path}: ${wordOf(before)} -> ${wordOf(after)}: ${message}`,
    ),
    ...changes.reviewers.map(
      ({ name, before, after }) =>
        `review by ${name}: ${before === undefined ? 'none' : reviewOutcome(before)} -> ${after === undefined ? 'none' : reviewOutcome(after)}`,
    ),
  ]
  return [
    ['What happens', steps.map(({ at, what }) => `${at} ${what}`)],
    ['What changes', changed.length === 0 ? ['nothing'] : changed],
    ['What this rests on', notes],
  ]
}

const wordOf = (verdict: GateVerdict | undefined): string => (verdict === undefined ? 'none' : verdictWords[verdict])

/** Before and after in two lines, then what happened and what changed. */
export function simulationText(compared: ToCompare): string {
  const line = (text: string) => printable(shortened(text.replace(/[\r\n\t]+/g, ' '), most.line))
  const lines = [
    line(`Before: ${compared.before.summary}`),
    line(`After:  ${compared.after.summary}`),
    line(`#${compared.number} ${compared.title}; nothing was posted`),
    ...sections(compared).flatMap(([title, all]) =>
      all.length === 0
        ? []
        : ['', title, ...all.slice(0, most.lines).map((text) => line(`  ${text}`)), ...leftOut(all.length, '  ')],
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** The same as Markdown. */
export function simulationMarkdown(compared: ToCompare): string {
  const text = (value: string) => inlineText(shortened(value, most.line))
  const lines = [
    `### Simulation: ${verdictWords[compared.before.verdict]}, then ${verdictWords[compared.after.verdict]}`,
    '',
    `Pull request ${compared.number}: ${text(compared.title)}; nothing was posted.`,
    '',
    `- Before: ${text(compared.before.summary)}`,
    `- After: ${text(compared.after.summary)}`,
    '',
    ...sections(compared).flatMap(([title, all]) =>
      all.length === 0
        ? []
        : [
            `**${title}**`,
            '',
            ...all.slice(0, most.lines).map((one) => `- ${text(one)}`),
            ...leftOut(all.length, '- '),
            '',
          ],
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const leftOut = (count: number, mark: string): readonly string[] =>
  count > most.lines ? [`${mark}${count - most.lines} more are left out here.`] : []

/** The same as data: `schemas/gate-simulation.json`. */
export function simulationResult(compared: ToCompare): object {
  const { number, before, after, steps, notes, changes } = compared
  return {
    schema: 'countersign/gate-simulation/v1',
    number,
    steps,
    notes,
    before: boundDecision(before),
    after: boundDecision(after),
    changes: {
      nodes: changes.nodes.slice(0, 5000).map((node) => ({ ...node, message: shortened(node.message, 2000) })),
      reviewers: changes.reviewers.slice(0, 2000).map(({ name, before: was, after: is }) => ({
        name,
        before: was?.counted,
        after: is?.counted,
      })),
    },
  }
}
