import { onlyProgram } from '../../assess/assess-program.ts'
import { subtractDuration } from '../../model/days.ts'
import { blockText, cellText, inlineText } from '../../model/markdown-text.ts'
import type { Rating, Risk } from '../../model/records.ts'
import {
  type Band,
  bands,
  impacts,
  likelihoods,
  type RiskMatrix,
  type RiskMethod,
  rate,
  riskMethodOf,
} from '../../model/risk-rating.ts'
import { claimInWords } from '../claim-words.ts'
import { controlStates } from '../control-states.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { compare, orNothing, partsOf } from '../page-text.ts'
import { attentionText, checkedInWords, type EntryTable, entryText, tablesText } from '../register-entry.ts'
import { doneInWords, dueInWords, endInWords, everyOr, linkOr, stated } from '../register-words.ts'
import { approversOf } from '../revision-rows.ts'
import { type Movement, movementsSince, ratingInWords } from '../risk-movement.ts'

/** Rows of the register on one page. */
const risksPerPage = 600
const topRisks = 10

export const riskDocument = defineDocument({
  id: 'DOC-RISK-REGISTER',
  title: 'Risk register',
  about:
    'heat maps before and after treatment, the top risks, acceptances by expiry, what moved, and a page for each risk',
  path: 'risk-register.md',
  part: 'program',
  classification: 'internal',
  places: ({ model }) => [
    ...[...model.risks.keys()].map((id) => [id, `risks/${id}.md`] as const),
    ...model.registers.map(({ value }) => [value.id, 'risk-register.md'] as const),
  ],
  pages: riskPages,
})

/** The register with heat maps before and after treatment, and one page for each risk. */
function riskPages(context: PageContext): ReadonlyMap<string, Page> {
  const method = riskMethodOf(onlyProgram(context.model))
  const all = [...context.model.risks.values()].map(({ value }) => value)
  const open = all.filter(({ status }) => status !== 'closed')
  const ids = all.map(({ id }) => id).sort(compare)
  const sorted = all.toSorted(byUrgency(method.matrix, context))
  const parts = partsOf(sorted, risksPerPage)
  const pathOf = (part: number) => (part === 0 ? 'risk-register.md' : `risk-register-part-${part + 1}.md`)
  const pages = new Map<string, Page>()
  for (const [part, some] of (parts.length === 0 ? [[]] : parts).entries()) {
    const view = {
      first: part === 0,
      part: part + 1,
      parts: parts.map((_, index) => `[part ${index + 1}](${pathOf(index)})`).join(' · '),
      several: parts.length > 1,
      registers: context.model.registers
        .map(({ value }) => `${inlineText(value.id)} ${inlineText(value.title ?? '')}`)
        .join(', '),
      count: all.length,
      open: open.length,
      above: open.filter((risk) => isAbove(remaining(risk, method.matrix).band, method.appetite)).length,
      unrated: open.filter(({ residual }) => residual === undefined).length,
      appetite: method.appetite,
      matrix: method.matrix.title,
      ...(part === 0
        ? {
            attention: attentionText(ids, context, ''),
            maps: heatMaps(open, method.matrix),
            top: topText(open, method, context),
            acceptances: acceptancesText(all, context),
            movements: movementTexts(method.matrix, context),
          }
        : { attention: '', maps: [], top: '', acceptances: '', movements: [] }),
      rows: registerText(some, method, context),
      footer: context.footer(''),
    }
    pages.set(pathOf(part), {
      text: context.fill('risk-register', view),
      records: some.map(({ id }) => id),
    })
  }
  for (const risk of all) {
    const view = {
      id: risk.id,
      title: inlineText(risk.title),
      entry: riskEntry(risk, method, context),
      footer: context.footer('../'),
    }
    pages.set(`risks/${risk.id}.md`, { text: context.fill('risk', view), records: [risk.id] })
  }
  return pages
}

/** What is left of a risk; one without a residual rating counts as inherent, never as small. */
const remaining = ({ inherent, residual }: Risk, matrix: RiskMatrix) => rate(residual ?? inherent, matrix)

/** What is overdue first, then by what is left of the risk. */
const byUrgency =
  (matrix: RiskMatrix, { assessment }: PageContext) =>
  (a: Risk, b: Risk): number =>
    Number(isOverdue(b, assessment.basis.asOf)) - Number(isOverdue(a, assessment.basis.asOf)) ||
    Number(a.status === 'closed') - Number(b.status === 'closed') ||
    remaining(b, matrix).score - remaining(a, matrix).score ||
    compare(a.id, b.id)

const isOverdue = (risk: Risk, asOf: string): boolean =>
  risk.status !== 'closed' &&
  ((risk.reviewBy !== undefined && risk.reviewBy < asOf) ||
    (risk.status === 'accepted' && risk.acceptance?.expires !== undefined && risk.acceptance.expires < asOf) ||
    ((risk.status === 'open' || risk.status === 'treating') &&
      (risk.plan ?? []).some(({ due, done }) => done === undefined && due < asOf)))

const isAbove = (band: Band, appetite: Band): boolean => bands.indexOf(band) > bands.indexOf(appetite)

const scoreInWords = (rating: Rating | undefined, matrix: RiskMatrix): string => {
  if (rating === undefined) return 'not rated'
  const { score, band } = rate(rating, matrix)
  return `${score} ${band}`
}

/** Counts in a square of likelihood and impact; the band stands in each cell as a word. */
function heatMaps(risks: readonly Risk[], matrix: RiskMatrix) {
  const map = (title: string, ratings: readonly Rating[]) => ({
    title,
    impacts,
    rows: likelihoods.toReversed().map((likelihood) => ({
      likelihood: likelihood.replaceAll('-', ' '),
      cells: impacts.map((impact) => {
        const count = ratings.filter((rating) => rating.likelihood === likelihood && rating.impact === impact).length
        const { band } = rate({ likelihood, impact }, matrix)
        return count === 0 ? band : `**${count}** ${band}`
      }),
    })),
  })
  return [
    map(
      'Inherent: before any treatment',
      risks.map(({ inherent }) => inherent),
    ),
    map(
      'Residual: as it is now',
      risks.flatMap(({ residual }) => (residual === undefined ? [] : [residual])),
    ),
  ]
}

const registerText = (risks: readonly Risk[], { matrix }: RiskMethod, context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Risk', 'Owner', 'Inherent', 'Residual', 'Treatment and status', 'Check'],
        rows: risks.map((risk) => [
          context.titled(risk.id, ''),
          context.who(risk.owner),
          scoreInWords(risk.inherent, matrix),
          scoreInWords(risk.residual, matrix),
          `${risk.treatment}: ${risk.status}${isOverdue(risk, context.assessment.basis.asOf) ? ', **overdue**' : ''}`,
          checkedInWords(risk.id, context),
        ]),
        none: 'No risk is written down. A `RiskRegister` record would fill this page; that there is none is not shown.',
        whole: true,
      },
    ],
    context,
  )

const topText = (open: readonly Risk[], { matrix, appetite }: RiskMethod, context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Risk', 'What is left of it', 'Against the appetite', 'Controls', 'Next review'],
        rows: open
          .toSorted((a, b) => remaining(b, matrix).score - remaining(a, matrix).score || compare(a.id, b.id))
          .slice(0, topRisks)
          .map((risk) => [
            context.titled(risk.id, ''),
            risk.residual === undefined
              ? `not rated; before treatment ${ratingInWords(risk.inherent, matrix)}`
              : ratingInWords(risk.residual, matrix),
            isAbove(remaining(risk, matrix).band, appetite) ? '**above**' : 'not above',
            controlStates(risk.controls, context, '', 'none is named'),
            dueInWords(risk.reviewBy, context.assessment.basis.asOf),
          ]),
        none: 'No open risk is written down.',
      },
    ],
    context,
  )

const acceptancesText = (risks: readonly Risk[], context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Risk', 'Accepted by', 'On', 'Until', 'Why'],
        rows: risks
          .filter(({ acceptance, status }) => acceptance !== undefined && status !== 'closed')
          .toSorted(
            (a, b) => compare(a.acceptance?.expires ?? '9999', b.acceptance?.expires ?? '9999') || compare(a.id, b.id),
          )
          .map((risk) => [
            context.titled(risk.id, ''),
            accepterOf(risk, context),
            risk.acceptance?.at ?? 'no day',
            endInWords(risk.acceptance?.expires, context.assessment.basis.asOf, '**no end**'),
            risk.acceptance?.rationale === undefined ? 'not stated' : cellText(risk.acceptance.rationale),
          ]),
        none: 'No risk is accepted.',
        whole: true,
      },
    ],
    context,
  )

const accepterOf = (risk: Risk, context: PageContext): string =>
  claimInWords<Risk>(risk.id, risk.acceptance?.by, (one) => one.acceptance?.by, context)

const movementWords: Readonly<Record<Movement['kind'], string>> = {
  up: '**went up**',
  new: 'new',
  changed: 'changed, same score',
  down: 'went down',
  closed: 'closed',
  gone: 'taken out of the register',
  unknown: 'not determined: the history does not say what it was',
}

/** What moved since the period began, and in the last three months; computed from the history, never typed. */
function movementTexts(matrix: RiskMatrix, context: PageContext) {
  const { basis } = context.assessment
  const quarter = { title: 'In the last three months', day: subtractDuration(basis.asOf, 'P3M') }
  const spans =
    basis.kind === 'period'
      ? [{ title: 'Since the period began', day: subtractDuration(basis.start, 'P1D') }, quarter]
      : [quarter]
  return spans.map(({ title, day }) => ({
    title: `${title}: against the end of ${day}`,
    table: tablesText(
      [
        {
          title: '',
          columns: ['Risk', 'What became of it', 'Was', 'Is'],
          rows: movementsSince(day, matrix, context).map(({ id, kind, from, to }) => [
            context.titled(id, ''),
            movementWords[kind],
            from,
            to,
          ]),
          none: 'Nothing moved.',
          whole: true,
        },
      ],
      context,
    ),
  }))
}

function riskEntry(risk: Risk, { matrix, appetite, reviewEvery }: RiskMethod, context: PageContext): string {
  const { asOf } = context.assessment.basis
  const { acceptance, transfer } = risk
  const { band } = remaining(risk, matrix)
  const why = (rating: Rating | undefined) =>
    rating?.rationale === undefined ? '' : `: ${inlineText(rating.rationale)}`
  const children = [...context.model.risks.values()].flatMap(({ value }) =>
    value.parent === risk.id ? [value.id] : [],
  )
  return entryText(
    {
      id: risk.id,
      heading: 'Rating and treatment',
      level: '##',
      title: inlineText(risk.title),
      text: risk.description === undefined ? '' : blockText(risk.description),
      facts: [
        { name: 'Category', value: `${orNothing(risk.category)}${risk.fraud === true ? ', fraud risk' : ''}` },
        { name: 'Cause', value: risk.cause === undefined ? 'not stated' : cellText(risk.cause) },
        { name: 'Effect', value: risk.effect === undefined ? 'not stated' : cellText(risk.effect) },
        { name: 'Owner', value: context.who(risk.owner) },
        { name: 'Inherent: before treatment', value: `${ratingInWords(risk.inherent, matrix)}${why(risk.inherent)}` },
        { name: 'Residual: as it is now', value: `${ratingInWords(risk.residual, matrix)}${why(risk.residual)}` },
        { name: 'Target', value: risk.target === undefined ? 'none set' : ratingInWords(risk.target, matrix) },
        {
          name: 'Against the appetite',
          value: `${isAbove(band, appetite) ? '**above**' : 'not above'} ${appetite}${risk.residual === undefined ? ', by the inherent rating' : ''}`,
        },
        { name: 'Treatment', value: `${risk.treatment}: ${risk.status}` },
        { name: 'Controls', value: controlStates(risk.controls, context, '../', 'none is named') },
        {
          name: 'Review',
          value: `${risk.lastReviewed === undefined ? '**never reviewed**' : `last on ${risk.lastReviewed}`}, next ${risk.status === 'closed' ? 'not asked for' : dueInWords(risk.reviewBy, asOf)}; a ${band} risk is looked at every ${everyOr(reviewEvery[band])}`,
        },
        {
          name: 'Accepted',
          value:
            acceptance === undefined
              ? 'no'
              : `by ${accepterOf(risk, context)} on ${acceptance.at ?? 'no day'}, ${endInWords(acceptance.expires, asOf, '**no end**')}: ${acceptance.rationale === undefined ? 'no reason is written down' : cellText(acceptance.rationale)}`,
        },
        {
          name: 'Carried by somebody else',
          value:
            transfer === undefined
              ? 'no'
              : `${transfer.vendor === undefined ? stated(transfer.insurance) : context.titled(transfer.vendor, '../')}, from ${transfer.from} ${endInWords(transfer.until, asOf)}: ${transfer.covers === undefined ? 'what is carried is not stated' : cellText(transfer.covers)}; ${linkOr('contract or policy', transfer.url, 'place not stated')}`,
        },
        { name: 'Part of', value: risk.parent === undefined ? 'no wider risk' : context.titled(risk.parent, '../') },
        {
          name: 'Has parts',
          value: children.length === 0 ? 'none' : context.titledList(children.sort(compare), '../'),
        },
        { name: 'Incidents in which it came true', value: incidentsOf(risk, context) },
      ],
      tables: [planTable(risk, context), historyTable(risk, matrix, context)],
    },
    context,
    '../',
  )
}

function incidentsOf({ id }: Risk, { model, titledList }: PageContext): string {
  const found = [...model.incidents.values()].flatMap(({ value }) =>
    value.risks?.includes(id) === true ? [value.id] : [],
  )
  return found.length === 0 ? 'none is written down' : titledList(found.sort(compare), '../')
}

const planTable = ({ plan = [] }: Risk, context: PageContext): EntryTable => ({
  title: 'Treatment plan',
  columns: ['Action', 'Owner', 'State'],
  rows: [...plan]
    .sort((a, b) => Number(a.done !== undefined) - Number(b.done !== undefined) || compare(a.due, b.due))
    .map(({ action, owner, due, done }) => [
      inlineText(action),
      context.who(owner),
      doneInWords(due, done, context.assessment.basis.asOf),
    ]),
  none: 'No action is planned.',
})

/** How the rating came to what it is. Who approved comes from the log alone. */
const historyTable = ({ id }: Risk, matrix: RiskMatrix, context: PageContext): EntryTable => ({
  title: 'Ratings over time, the newest first',
  columns: ['On the branch since', 'Inherent', 'Residual', 'Treatment and status', 'Approved by'],
  rows: (context.history.get(id) ?? []).toReversed().map((revision) => {
    const risk = revision.value?.kind === 'Risk' ? (revision.value.data as Risk) : undefined
    const words = revision.state === 'removed' ? 'removed' : 'not readable'
    return [
      context.onBranch(revision),
      risk === undefined ? words : ratingInWords(risk.inherent, matrix),
      risk === undefined ? words : ratingInWords(risk.residual, matrix),
      risk === undefined ? words : `${risk.treatment}: ${risk.status}`,
      approversOf(revision, context),
    ]
  }),
  none: 'The history of the protected branch holds no revision of it, so how the rating came about is not determined.',
})
