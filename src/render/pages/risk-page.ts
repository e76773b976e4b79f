import { onlyProgram } from '../../assess/assess-program.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Rating, Risk } from '../../model/records.ts'
import { type Band, bands, impacts, likelihoods, type RiskMatrix, rate, riskMethodOf } from '../../model/risk-rating.ts'
import type { HistoricRecord } from '../../read/record-history.ts'
import { isShown } from '../claims.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { compare, nothing, orNothing, partsOf, stateWords } from '../page-text.ts'

/** Details of risks on one page. */
const detailsPerPage = 150

export const riskDocument = defineDocument({
  id: 'DOC-RISK-REGISTER',
  title: 'Risk register',
  about: 'every risk before and after treatment, with heat maps',
  path: 'risk-register.md',
  part: 'program',
  classification: 'internal',
  places: ({ model }) => [...model.risks.keys()].map((id) => [id, `risk-register.md#${id.toLowerCase()}`]),
  pages: riskPages,
})

/** The register with heat maps before and after treatment; a page of details for every so many risks. */
function riskPages(context: PageContext): ReadonlyMap<string, Page> {
  const method = riskMethodOf(onlyProgram(context.model))
  const { asOf } = context.assessment.basis
  const scored = [...context.model.risks.values()].map(({ value: risk }) => ({
    risk,
    inherent: rate(risk.inherent, method.matrix),
    residual: risk.residual === undefined ? undefined : rate(risk.residual, method.matrix),
  }))
  const open = scored.filter(({ risk }) => risk.status !== 'closed')
  // What is overdue first, then by what is left of the risk; a risk without a residual rating counts as inherent.
  const sorted = scored.toSorted(
    (a, b) =>
      Number(isOverdue(b.risk, asOf)) - Number(isOverdue(a.risk, asOf)) ||
      (b.residual ?? b.inherent).score - (a.residual ?? a.inherent).score ||
      compare(a.risk.id, b.risk.id),
  )
  const details = partsOf(sorted, detailsPerPage)
  const pathOf = (part: number) => (part === 0 ? 'risk-register.md' : `risk-register-part-${part + 1}.md`)
  const pages = new Map<string, Page>()
  for (const [part, some] of (details.length === 0 ? [[]] : details).entries()) {
    const view = {
      first: part === 0,
      part: part + 1,
      parts: details.map((_, index) => `[part ${index + 1}](${pathOf(index)})`).join(' · '),
      several: details.length > 1,
      count: scored.length,
      open: open.length,
      above: open.filter(({ inherent, residual }) => isAbove((residual ?? inherent).band, method.appetite)).length,
      unrated: open.filter(({ residual }) => residual === undefined).length,
      appetite: method.appetite,
      matrix: method.matrix.title,
      maps:
        part > 0
          ? []
          : heatMaps(
              open.map(({ risk }) => risk),
              method.matrix,
            ),
      rows: some.map(({ risk, inherent, residual }) => ({
        id: risk.id,
        anchor: risk.id.toLowerCase(),
        title: inlineText(risk.title),
        owner: context.who(risk.owner),
        inherent: `${inherent.score} ${inherent.band}`,
        residual: residual === undefined ? 'not rated' : `${residual.score} ${residual.band}`,
        treatment: `${risk.treatment}: ${risk.status}${isOverdue(risk, asOf) ? ', **overdue**' : ''}`,
      })),
      risks: some.map(({ risk }) => riskView(risk, method.matrix, context)),
      footer: context.footer(''),
    }
    pages.set(pathOf(part), { text: context.fill('risk-register', view), records: some.map(({ risk }) => risk.id) })
  }
  return pages
}

const isOverdue = (risk: Risk, asOf: string): boolean =>
  risk.status !== 'closed' &&
  ((risk.reviewBy !== undefined && risk.reviewBy < asOf) ||
    (risk.status === 'accepted' && risk.acceptance?.expires !== undefined && risk.acceptance.expires < asOf))

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

/** `16 high: likely, major` */
function ratingInWords(rating: Rating | undefined, matrix: RiskMatrix): string {
  if (rating === undefined) return 'not rated'
  const { score, band } = rate(rating, matrix)
  return `${score} ${band}: ${rating.likelihood.replaceAll('-', ' ')}, ${rating.impact}`
}

const isAbove = (band: Band, appetite: Band): boolean => bands.indexOf(band) > bands.indexOf(appetite)

const claimedAccepter = (record: HistoricRecord): readonly string[] => {
  const by = record.kind === 'Risk' ? (record.data as Risk).acceptance?.by : undefined
  return by === undefined ? [] : [by]
}

/** The controls against a risk with their state: a control that is not met reduces nothing. */
function controlsOf({ controls = [] }: Risk, context: PageContext): string {
  if (controls.length === 0) return nothing
  return controls
    .map((id) => {
      const state = context.assessment.controls.get(id)?.state
      return `${context.titled(id, '')}${state === undefined ? '' : `: ${stateWords[state].toLowerCase()}`}`
    })
    .join('<br>')
}

function riskView(risk: Risk, matrix: RiskMatrix, context: PageContext) {
  const { acceptance } = risk
  const history = context.history.get(risk.id) ?? []
  const by = acceptance?.by
  const shown = by !== undefined && isShown(by, history, claimedAccepter, context.evidence, context.model)
  return {
    id: risk.id,
    title: inlineText(risk.title),
    description: risk.description === undefined ? '' : blockText(risk.description),
    category: `${orNothing(risk.category)}${risk.fraud === true ? ', fraud risk' : ''}`,
    facts: [
      { name: 'Cause', value: orNothing(risk.cause) },
      { name: 'Effect', value: orNothing(risk.effect) },
      { name: 'Inherent', value: ratingInWords(risk.inherent, matrix) },
      { name: 'Residual', value: ratingInWords(risk.residual, matrix) },
      { name: 'Target', value: risk.target === undefined ? 'none set' : ratingInWords(risk.target, matrix) },
      { name: 'Treatment', value: `${risk.treatment}: ${risk.status}` },
      { name: 'Owner', value: context.who(risk.owner) },
      { name: 'Controls', value: controlsOf(risk, context) },
      {
        name: 'Review',
        value: `${risk.lastReviewed === undefined ? 'never reviewed' : `last on ${risk.lastReviewed}`}, next by ${risk.reviewBy ?? 'no day'}`,
      },
      ...(acceptance === undefined
        ? []
        : [
            {
              name: 'Accepted',
              value: `by ${context.who(by)} (${shown ? 'shown by a counted review' : 'claimed only'}), ${acceptance.at ?? 'no day'} to ${acceptance.expires ?? 'no end'}: ${orNothing(acceptance.rationale)}`,
            },
          ]),
    ],
    plan: (risk.plan ?? [])
      .map(({ action, owner, due }) => `${inlineText(action)} (${context.who(owner)}, by ${due})`)
      .join('<br>'),
    planned: (risk.plan ?? []).length > 0,
  }
}
