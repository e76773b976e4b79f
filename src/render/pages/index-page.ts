import { onlyProgram } from '../../assess/assess-program.ts'
import type { Tally } from '../../assess/assessment.ts'
import { printScore, tallyOf } from '../../assess/score.ts'
import { parseCheckpoint } from '../../evidence/checkpoint.ts'
import { categories, criteria } from '../../model/criteria.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { defineDocument, documentParts, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import { overdueItems } from '../overdue-items.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, compare, listOf, nothing, orNothing, plural } from '../page-text.ts'

export const indexDocument = defineDocument({
  id: 'DOC-INDEX',
  title: 'Index',
  about: 'scope, score, what needs attention, and the way to everything else',
  path: 'README.md',
  part: 'evaluation',
  classification: 'internal',
  pages: indexPage,
})

/** The front page: scope, score with its parts, what needs attention, and the way to everything else. */
function indexPage(context: PageContext): ReadonlyMap<string, Page> {
  const { assessment, model, pin } = context
  const program = onlyProgram(model)
  const { basis, score } = assessment
  const overdue = overdueItems(context)
  const view = {
    organisation: orNothing(program?.organisation.name),
    system: orNothing(program?.system.name),
    boundary: program?.system.boundary === undefined ? '' : inlineText(program.system.boundary),
    scope: listOf(categories.filter(({ id }) => isInScope(id, context)).map(({ id, name }) => `${name} (${id})`)),
    report:
      basis.kind === 'period'
        ? `Type II, ${basis.start} to ${basis.end}`
        : program?.reportType === 'type2'
          ? 'Type II, period not set'
          : `Type I${program?.asOf === undefined ? '' : `, planned for ${program.asOf}`}`,
    asOf: basis.asOf,
    score: printScore(score),
    scored: score.tenths !== undefined,
    band: score.band ?? '',
    notReady: score.blockers.length === 0 ? '' : score.blockers.join('; '),
    evidenceLog: logInWords(context),
    unsigned: pin.checkpoint !== undefined && parseCheckpoint(pin.checkpoint)?.signatures.length === 0,
    tallies: [tallyRow('Controls', score.controls), tallyRow('Criteria', score.criteria)],
    covered: `${score.criteriaCovered} of ${score.criteria.applicable}`,
    fresh: `${score.requirementsMet} of ${score.requirements}`,
    exceptions: score.exceptionsInForce,
    deviations: score.deviations,
    severalCategories: categories.filter(({ id }) => isInScope(id, context)).length > 1,
    categories: categories
      .filter(({ id }) => isInScope(id, context))
      .map(({ id, name }) => categoryRow(id, name, context)),
    attention: overdue.length + assessment.deviations.length > 0,
    attentionSummary: listOf([
      ...(assessment.deviations.length > 0 ? [plural(assessment.deviations.length, 'deviation')] : []),
      ...(overdue.length > 0 ? [plural(overdue.length, 'overdue item')] : []),
    ]),
    overdue: blocksOf(overdue, 10, 'more overdue items'),
    deviationBlocks: deviationRows(assessment.deviations.slice(0, 500), context, ''),
    cut: assessment.deviations.length > 500 ? assessment.deviations.length - 500 : 0,
    parts: partsOfTheIndex(context),
    footer: context.footer(''),
  }
  return new Map([['README.md', { text: context.fill('index', view), records: [] }]])
}

/** What there is to read; the documents of a part in the order of their titles, and this page not among them. */
const partsOfTheIndex = ({ documents }: PageContext) =>
  Object.entries(documentParts).map(([part, title]) => ({
    title,
    documents: documents
      .filter((one) => one.part === part && one.path !== 'README.md')
      .sort((a, b) => compare(a.title, b.title))
      .map(({ title, path, about }) => ({ link: `[${title}](${path})`, about })),
  }))

const isInScope = (category: string, { assessment }: PageContext): boolean =>
  [...assessment.criteria.keys()].some((id) => criteria.get(id)?.category === category)

function logInWords({ pin, log }: PageContext): string {
  const note = pin.checkpoint === undefined ? undefined : parseCheckpoint(pin.checkpoint)
  if (note === undefined) return 'none: nothing was recorded, so nothing can be met'
  const { origin, size } = note.checkpoint
  const signed = note.signatures.length === 0 ? 'not signed' : 'signed'
  const last = log.at(-1)?.recordedAt
  return `${plural(size, 'record')} of ${inlineText(origin)}, ${signed}, the last one of ${last ?? nothing}`
}

const tallyRow = (name: string, { met, partiallyMet, notMet, notEvaluated, applicable }: Tally) => ({
  name,
  met,
  partiallyMet,
  notMet,
  notEvaluated,
  applicable,
})

function categoryRow(category: string, name: string, { assessment }: PageContext) {
  const states = [...assessment.criteria.values()]
    .filter(({ id }) => criteria.get(id)?.category === category)
    .map(({ state }) => state)
  return tallyRow(`${name} (${category})`, tallyOf(states))
}
