import { onlyProgram } from '../../assess/assess-program.ts'
import { parseCheckpoint } from '../../evidence/checkpoint.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { isInUse } from '../../rules/vendors/in-use.ts'
import { claimedApprovals } from '../claimed-approvals.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { describedParts } from '../described-parts.ts'
import { responsesIn } from '../deviation-responses.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, compare, orNothing, plural, stateWords } from '../page-text.ts'
import { categoriesInScope, isTypeTwo, reportInWords } from '../report-scope.ts'

export const assertionDocument = defineDocument({
  id: 'DOC-ASSERTION',
  title: "Management's assertion (section II)",
  about: 'a draft to be signed by people, below what contradicts it now',
  path: 'management-assertion.md',
  part: 'report',
  classification: 'confidential',
  pages: assertionPage,
})

/** The text that management signs, with gaps for who and when; above it everything known that speaks against signing. */
function assertionPage(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const program = onlyProgram(model)
  const typeTwo = isTypeTwo(program)
  const carvedOut = [...model.vendors.values()]
    .filter(({ value }) => isInUse(value) && value.subservice === 'carve-out')
    .map(({ value }) => inlineText(value.title))
    .sort(compare)
  const customers = [...model.complementaryControls.values()].some(({ value }) => value.complement === 'cuec')
  const contradicted = [...generalDoubts(context), ...criterionDoubts(context)]
  const view = {
    organisation: orNothing(program?.organisation.name),
    system: orNothing(program?.system.name),
    report: reportInWords(context),
    typeTwo,
    time: typeTwo
      ? `from ${program?.period?.start ?? '[first day]'} to ${program?.period?.end ?? '[last day]'}`
      : `on ${program?.asOf ?? '[day]'}`,
    during: typeTwo ? 'throughout the period' : 'on that day',
    categories: inWords(categoriesInScope(context).map(({ name }) => name.toLowerCase())),
    carvedOut: inWords(carvedOut),
    customers,
    others: provided([
      ...(carvedOut.length > 0 ? ['the subservice organisations do what we expect of them'] : []),
      ...(customers ? ['customers do their part'] : []),
    ]),
    othersThen: provided([
      ...(carvedOut.length > 0 ? ['the subservice organisations did what we expect of them'] : []),
      ...(customers ? ['customers did their part'] : []),
    ]),
    count: plural(contradicted.length, 'thing contradicts', 'things contradict'),
    contradicted: blocksOf(contradicted, 40, 'more'),
    footer: context.footer(''),
  }
  const records = program === undefined ? [] : [program.id]
  return new Map([['management-assertion.md', { text: context.fill('management-assertion', view), records }]])
}

const provided = (what: readonly string[]): string => (what.length === 0 ? '' : `, provided that ${inWords(what)}`)

/** `a, b and c` */
const inWords = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

interface Doubt {
  readonly what: string
  readonly why: string
}

/** What speaks against the assertion as a whole. */
function generalDoubts(context: PageContext): readonly Doubt[] {
  const { assessment, model, pin } = context
  const { basis } = assessment
  const program = onlyProgram(model)
  const doubts: Doubt[] = []
  const add = (what: string, why: string) => doubts.push({ what, why })
  if (isTypeTwo(program) && basis.kind === 'date') add('The period', 'the program names none')
  if (basis.kind === 'period' && basis.asOf < basis.end)
    add('The period', `it ends only on ${basis.end}: nobody can speak for the rest of it yet`)
  if (!isTypeTwo(program) && program?.asOf === undefined) add('The day', 'the program names none')
  const note = pin.checkpoint === undefined ? undefined : parseCheckpoint(pin.checkpoint)
  if (note === undefined) add('The evidence log', 'there is none, so nothing is shown')
  else if (note.signatures.length === 0) add('The evidence log', 'it is local and not signed: nobody vouches for it')
  const { missing } = describedParts(context)
  if (missing.length > 0)
    add('[The description of the system](system-description.md)', `not described yet: ${missing.join('; ')}`)
  const responseTo = responsesIn(context)
  const unanswered = assessment.deviations.filter((deviation) => responseTo(deviation).kind === 'none').length
  if (assessment.deviations.length > 0)
    add(
      '[Deviations](management-responses.md)',
      `${plural(assessment.deviations.length, 'deviation')}, ${unanswered} of them without a response`,
    )
  const claimed = claimedApprovals(context)
  if (claimed.length > 0)
    add(
      'Approvals',
      `${claimed.length === 1 ? '1 is' : `${claimed.length} are`} only claimed: no counted review in the evidence log shows ${claimed.length === 1 ? 'it' : 'them'}`,
    )
  if (assessment.score.exceptionsInForce > 0)
    add('Exceptions', `${assessment.score.exceptionsInForce} in force: what they tolerate is not met`)
  return doubts
}

const doubtful = ['not-met', 'partially-met', 'not-evaluated'] as const

/** Criteria that the evidence does not show to be met, what is known to fail first. */
const criterionDoubts = (context: PageContext): readonly Doubt[] =>
  doubtful.flatMap((state) =>
    [...context.assessment.criteria.values()]
      .filter((one) => one.state === state)
      .map((one) => ({
        what: context.link(one.id, ''),
        why: `${stateWords[state]}: ${context.text(one.why, '')}`,
      })),
  )
