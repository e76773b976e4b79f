import { onlyProgram } from '../../assess/assess-program.ts'
import type { CategoryScore, ControlAssessment, Tally } from '../../assess/assessment.ts'
import { freshnessInWords, printScore } from '../../assess/score.ts'
import { parseCheckpoint } from '../../evidence/checkpoint.ts'
import { categories, criteria } from '../../model/criteria.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { claimedApprovals } from '../claimed-approvals.ts'
import { claimedStatements } from '../claimed-statements.ts'
import { type AttentionRow, claimRow, lateRow, staleRows } from '../control-attention.ts'
import { defineDocument, documentParts, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import { lateItems } from '../late-items.ts'
import { overdueItems } from '../overdue-items.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, compare, listOf, nothing, orNothing, plural } from '../page-text.ts'
import { workRow } from '../work-rows.ts'

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
  const late = lateItems(context).map((item) => lateRow(item, context, ''))
  const ofControls = (rows: (one: ControlAssessment) => readonly AttentionRow[]) =>
    [...assessment.controls.values()]
      .filter(({ supports }) => supports)
      .flatMap((one) => rows(one).map(({ what, why }) => ({ what: `${context.titled(one.id, '')}: ${what}`, why })))
  const stale = ofControls(({ id }) => staleRows(id, context))
  const claims = claimedApprovals(context).map((claim) => claimRow(claim, context, ''))
  const statements = ofControls((one) => claimedStatements(one, context, ''))
  const summary = [
    ...counted(assessment.deviations.length, 'deviation'),
    ...counted(overdue.length, 'overdue item'),
    ...counted(late.length, 'late or missing deed'),
    ...counted(stale.length, 'stale evidence requirement'),
    ...counted(claims.length, 'claimed approval'),
    ...counted(statements.length, 'claimed statement'),
  ]
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
    operation: operationCounts(context),
    designs: score.designsIncomplete,
    evidence: freshnessInWords(score.evidence),
    notes: assessment.notes,
    exceptions: score.exceptionsInForce,
    deviations: score.deviations,
    categories: score.categories.map((one) =>
      categoryRow(one, categories.find(({ id }) => id === one.category)?.name ?? one.category),
    ),
    attention: summary.length > 0,
    attentionSummary: listOf(summary),
    troubles: [
      {
        title: 'Late or not done',
        about: 'What the rules about days find in the records of the program.',
        blocks: late,
      },
      { title: 'Evidence out of date', about: 'Of controls in use, at the last record of the log.', blocks: stale },
      {
        title: 'Claimed only',
        about: 'Somebody wrote down who approved, tested or stated something, and the evidence log does not show it.',
        blocks: [...claims, ...statements],
      },
    ].flatMap(({ blocks, ...one }) => (blocks.length === 0 ? [] : [{ ...one, blocks: blocksOf(blocks, 10, 'more') }])),
    work: assessment.priorities.slice(0, 10).map((item, index) => workRow(item, index + 1, context, '')),
    moreWork: Math.max(0, assessment.priorities.length - 10),
    overdue: blocksOf(overdue, 10, 'more overdue items'),
    deviationBlocks: deviationRows(assessment.deviations.slice(0, 500), context, ''),
    cut: assessment.deviations.length > 500 ? assessment.deviations.length - 500 : 0,
    parts: partsOfTheIndex(context),
    footer: context.footer(''),
  }
  return new Map([['README.md', { text: context.fill('index', view), records: [] }]])
}

const counted = (count: number, noun: string): readonly string[] => (count === 0 ? [] : [plural(count, noun)])

/** How the controls that count operated; at a date nobody judges that. */
function operationCounts({ assessment }: PageContext): string {
  const counted = [...assessment.controls.values()].filter((one) => one.counted)
  if (assessment.basis.kind === 'date') return 'not judged: Type I looks at design'
  const count = (state: string) =>
    counted.filter(({ operation }) => operation.kind === 'judged' && operation.state === state).length
  return `${count('as-expected')} as expected, ${count('with-deviations')} with deviations, ${count('not-shown')} not shown`
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

function categoryRow(
  { category, tenths, controls, criteria: counts, criteriaCovered, requirementsMet, requirements }: CategoryScore,
  name: string,
) {
  return {
    name: `${name} (${category})`,
    score: tenths === undefined ? 'not computable' : printScore({ tenths }),
    controls: `${controls.met} of ${controls.applicable}`,
    criteria: `${counts.met} of ${counts.applicable}`,
    covered: `${criteriaCovered} of ${counts.applicable}`,
    evidence: `${requirementsMet} of ${requirements}`,
  }
}
