import type { ControlAssessment, Deviation, RequirementAssessment } from '../assess/assessment.ts'
import { isPeriodic } from '../assess/expected-intervals.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Control } from '../model/records.ts'
import { whatHappened } from './deviation-rows.ts'
import type { PageContext } from './page-context.ts'
import { plural } from './page-text.ts'

/** What came out when management looked at everything that a requirement asks for. */
export interface TestedResult {
  /** Items that were looked at: records, or times at which something was expected. */
  readonly items: number
  readonly deviating: number
  /** open: nothing was there to look at, or not all of it; this never counts as none. */
  readonly kind: 'none' | 'some' | 'open'
  /** `214 records, every one looked at`; escaped. */
  readonly population: string
  /** `**2 of 214:** what happened`, `none of 214 deviated`, `not determined: why`; escaped. */
  readonly words: string
}

/** Deviations that are told in one cell; the others are a click away. */
const told = 3

/**
 * The result of management's own test of one requirement, in the words of a report: how many of how many, and what happened.
 * Nothing is drawn: the log holds the items, so every one is looked at.
 */
export function testedResult(
  requirement: RequirementAssessment,
  control: Control,
  context: PageContext,
  root: string,
): TestedResult {
  const asked = control.evidence?.find(({ id }) => id === requirement.id)
  const frequency = asked?.frequency ?? control.manualEvidence?.find(({ id }) => id === requirement.id)?.frequency
  const periodic = frequency !== undefined && isPeriodic(frequency) && asked?.expect !== 'none'
  const pending = requirement.occurrences.filter(({ state }) => state === 'pending').length
  const ended = requirement.occurrences.filter(({ state }) => state !== 'pending')
  const broken = new Set(requirement.deviations.map(({ record, what }) => record ?? what)).size
  const without = requirement.deviations.filter(({ record }) => record === undefined).length
  const items = periodic ? ended.length : requirement.records.length + without
  const deviating = periodic ? ended.filter(({ state }) => state !== 'met').length : broken
  const later = pending === 0 || !periodic ? '' : `; ${pending} not due yet`
  const population = periodic
    ? `${plural(items, 'time')} at which it was expected, every one looked at${later}`
    : `${plural(requirement.records.length, 'record')}, every one looked at`
  const result = (kind: TestedResult['kind'], words: string) => ({ items, deviating, kind, population, words })
  if (requirement.deviations.length > 0) {
    const count = asked?.expect === 'none' ? `${broken} found, none allowed` : `${deviating} of ${items}`
    return result('some', `**${count}:** ${happened(requirement.deviations, context, root)}${later}`)
  }
  const why = inlineText(requirement.why)
  if (requirement.state === 'not-met') return result('some', `**not met:** ${why}`)
  if (requirement.state === 'missing' || (items === 0 && asked?.expect !== 'none'))
    return result('open', `not determined: ${why}`)
  return result('none', asked?.expect === 'none' ? `none found: ${why}` : `none of ${items} deviated${later}`)
}

/** What happened, the newest first. */
function happened(deviations: readonly Deviation[], context: PageContext, root: string): string {
  const sorted = deviations.toSorted((a, b) => (a.day === b.day ? 0 : a.day > b.day ? -1 : 1))
  const some = sorted.slice(0, told).map((deviation) => {
    const { day, record } = deviation
    const where = record === undefined ? '' : `, ${context.recordLink(record, root)}`
    return `${day} ${whatHappened(deviation, context, root)}${where}`
  })
  const more = deviations.length - some.length
  return `${some.join('; ')}${more === 0 ? '' : `; and ${more} more on the page of the control`}`
}

/** Whether anything of a control could be tested at all; in words where it could not. */
export function whyNotTested(control: Control, assessed: ControlAssessment | undefined): string | undefined {
  if (control.status === 'planned') return 'not tested: the control is planned and does not operate yet'
  if (assessed === undefined || assessed.requirements.length === 0)
    return 'not determined: the control names no evidence'
  return undefined
}
