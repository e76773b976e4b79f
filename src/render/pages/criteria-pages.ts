import type { ControlAssessment, CriterionAssessment, Tally } from '../../assess/assessment.ts'
import { criteria, series } from '../../model/criteria.ts'
import { blockText, inlineText, shortened } from '../../model/markdown-text.ts'
import type { CriterionDecision } from '../../model/records.ts'
import { approverInWords, claimedApprovals } from '../claimed-approvals.ts'
import { type AttentionRow, claimRow, type KnownTroubles, lateRow, staleRows } from '../control-attention.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import { lateItems } from '../late-items.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, code, compare, listOf, nothing, stateWords } from '../page-text.ts'
import { approversOf } from '../revision-rows.ts'

export const criteriaDocument = defineDocument({
  id: 'DOC-CRITERIA',
  title: 'Criteria',
  about: 'every criterion in scope and what meets it',
  path: 'criteria/README.md',
  part: 'evaluation',
  classification: 'internal',
  places: ({ assessment }) => [...assessment.criteria.keys()].map((id) => [id, `criteria/${id}.md`]),
  pages: criteriaPages,
})

/** An index of the criteria in scope, by series, and one page for each. */
function criteriaPages(context: PageContext): ReadonlyMap<string, Page> {
  const { assessment, model } = context
  const pages = new Map<string, Page>()
  const assessed = [...assessment.criteria.values()].flatMap((one) => {
    const criterion = criteria.get(one.id)
    return criterion === undefined ? [] : [{ criterion, one }]
  })
  const groups = series
    .map(({ id, title }) => ({
      id,
      title,
      rows: assessed
        .filter(({ criterion }) => criterion.series === id)
        .map(({ criterion, one }) => ({
          link: `[${one.id}](${one.id}.md)`,
          summary: criterion.summary,
          state: stateWords[one.state],
          covered: one.covered ? 'yes' : '**no**',
          met: `${one.tally.met} of ${one.tally.applicable}`,
          why: context.text(shortened(one.why, 400), '../'),
        })),
    }))
    .filter(({ rows }) => rows.length > 0)
  pages.set('criteria/README.md', {
    text: context.fill('criteria-index', { groups, decided: decisionRows(context), footer: context.footer('../') }),
    records: [],
  })
  const troubles = { late: lateItems(context), claims: claimedApprovals(context) }
  for (const { criterion, one } of assessed) {
    const decision = model.decisions.find(({ value }) => value.id === one.decision)?.value
    const controls = one.controls.flatMap((id) => {
      const control = model.controls.get(id)?.value
      const state = assessment.controls.get(id)
      const mapping = control?.criteria.find((each) => each.id === one.id)
      if (control === undefined || state === undefined || mapping === undefined) return []
      return [
        {
          link: context.link(id, '../'),
          title: inlineText(control.title),
          state: `${stateWords[state.state]}<br>${designAndOperation(state)}`,
          key: control.keyControl === true ? 'yes' : 'no',
          coverage: mapping.coverage,
          rationale: context.text(mapping.rationale, '../'),
          deviations: state.deviations,
        },
      ]
    })
    const deviations = [
      ...controls.flatMap((row) => row.deviations),
      // What no control looks at is about changes: merges, commits and deployments that were not approved.
      ...(one.id === 'CC8.1' ? assessment.deviations.filter(({ control }) => control === undefined) : []),
    ]
    const view = {
      id: one.id,
      summary: criterion.summary,
      series: series.find(({ id }) => id === criterion.series)?.title ?? '',
      state: stateWords[one.state],
      why: context.text(one.why, '../'),
      looked: one.state !== 'not-evaluated',
      applicability: one.applicability,
      decision: decision === undefined ? '' : decisionInWords(decision, context),
      inherited: one.applicability === 'inherited' ? complementsOf(one.id, context) : '',
      tally: tallyInWords(one.tally),
      attention: blocksOf(criterionAttention(one, troubles, context), 10, 'more'),
      timeline: evidenceTimeline(one, context),
      tests: blocksOf(testRows(one, context), 0, 'steps of tests').slice(1),
      history: historyRows(one, context),
      cut: Math.max(0, deviations.length - deviationsShown),
      justification: decision?.justification === undefined ? '' : blockText(decision.justification),
      controls,
      deviations: deviationRows(deviations.slice(0, deviationsShown), context, '../'),
      footer: context.footer('../'),
    }
    pages.set(`criteria/${one.id}.md`, {
      text: context.fill('criterion', view),
      records: decision === undefined ? [] : [decision.id],
    })
  }
  return pages
}

/** Deviations that stand on a page; thousands of them would push it beyond what GitHub shows. */
const deviationsShown = 400

function designAndOperation({ design, operation }: ControlAssessment): string {
  const ran =
    operation.kind === 'not-judged'
      ? 'operation not judged'
      : {
          'as-expected': 'operated as expected',
          'with-deviations': 'operated with deviations',
          'not-shown': 'operation not shown',
        }[operation.state]
  return `design ${design.state === 'incomplete' ? '**not complete**' : design.state}, ${ran}`
}

function decisionInWords({ id, approvedBy, reviewBy }: CriterionDecision, context: PageContext): string {
  const { asOf } = context.assessment.basis
  const review =
    reviewBy === undefined
      ? 'no day is set to review it'
      : `to be reviewed by ${reviewBy}${reviewBy < asOf ? ', **which is past**' : ''}`
  return `${id}, approved by ${approverInWords(id, approvedBy, ['approvedBy'], context)}; ${review}`
}

/** Criteria that a decision takes out, or that somebody else meets, with who approved that. */
const decisionRows = (context: PageContext) =>
  [...context.assessment.criteria.values()].flatMap((one) => {
    const decision = context.model.decisions.find(({ value }) => value.id === one.decision)?.value
    if (decision === undefined || decision.applicability === 'applicable') return []
    const holds = one.applicability === decision.applicability
    return [
      {
        link: `[${one.id}](${one.id}.md)`,
        applicability: `${decision.id}: ${decision.applicability}${holds ? '' : ', **which does not hold**'}`,
        why: context.text(shortened(one.why, 400), '../'),
        approved: approverInWords(decision.id, decision.approvedBy, ['approvedBy'], context),
        review: decision.reviewBy ?? '**no day**',
      },
    ]
  })

/** Complementary controls of others that serve an inherited criterion: what it rests on. */
function complementsOf(criterion: string, context: PageContext): string {
  const rows = [...context.model.complementaryControls.values()]
    .map(({ value }) => value)
    .filter(({ criteria: served }) => served.includes(criterion))
    .map(({ id }) => context.titled(id, '../'))
  return rows.length === 0
    ? '**no complementary control says who meets it, and what they do**'
    : `rests on ${rows.toSorted(compare).join(', ')}`
}

const tallyInWords = ({ met, partiallyMet, notMet, notEvaluated, applicable }: Tally): string =>
  applicable === 0
    ? 'no control of it counts'
    : `${met} of ${applicable} met, ${partiallyMet} partially, ${notMet} not, ${notEvaluated} not evaluated`

function criterionAttention(
  { id, decision, controls }: CriterionAssessment,
  { late, claims }: KnownTroubles,
  context: PageContext,
): readonly AttentionRow[] {
  const served = new Set(controls)
  const policies = new Set(controls.flatMap((control) => context.model.controls.get(control)?.value.policies ?? []))
  const isNear = (record: string) => {
    const about =
      context.model.exceptions.get(record)?.value.control ?? context.model.deficiencies.get(record)?.value.control
    return record === decision || policies.has(record) || (about !== undefined && served.has(about))
  }
  const rows = [
    ...controls.flatMap((control) =>
      context.assessment.controls.get(control)?.supports === true
        ? staleRows(control, context).map(({ what, why }) => ({
            what: `${context.link(control, '../')}: ${what}`,
            why,
          }))
        : [],
    ),
    ...late
      .filter((item) => item.criteria.includes(id) || isNear(item.id))
      .map((item) => lateRow(item, context, '../')),
    ...claims.filter((claim) => isNear(claim.id)).map((claim) => claimRow(claim, context, '../')),
  ]
  return rows
}

/** The records that speak for or against the controls of a criterion, by the month in which they happened, newest first. */
function evidenceTimeline({ controls }: CriterionAssessment, context: PageContext) {
  const months = new Map<string, Map<string, Set<number>>>()
  for (const control of controls)
    for (const { records } of context.assessment.controls.get(control)?.requirements ?? [])
      for (const index of records) {
        const record = context.recordAt(index)
        if (record === undefined) continue
        const month = context.day(record.occurredAt).slice(0, 7)
        const kinds = months.get(month) ?? new Map<string, Set<number>>()
        months.set(month, kinds)
        kinds.set(record.kind, (kinds.get(record.kind) ?? new Set()).add(index))
      }
  const broken = new Map<string, number>()
  const own = controls.flatMap((control) => context.assessment.controls.get(control)?.deviations ?? [])
  for (const { day } of own) broken.set(day.slice(0, 7), (broken.get(day.slice(0, 7)) ?? 0) + 1)
  const all = [...new Set([...months.keys(), ...broken.keys()])].toSorted((a, b) => compare(b, a))
  const rows = all.map((month) => {
    const kinds = [...(months.get(month) ?? [])].toSorted(([a], [b]) => compare(a, b))
    const first = kinds
      .flatMap(([, indexes]) => [...indexes])
      .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    return {
      month,
      records: kinds.length === 0 ? 'none' : listOf(kinds.map(([kind, indexes]) => `${indexes.size} × ${code(kind)}`)),
      first: Number.isFinite(first) ? context.recordLink(first, '../') : nothing,
      deviations: broken.get(month) ?? 0,
    }
  })
  return blocksOf(rows, 12, 'earlier months')
}

const testRows = ({ controls }: CriterionAssessment, context: PageContext) =>
  controls.flatMap((id) =>
    (context.model.controls.get(id)?.value.test ?? []).map(({ method, steps }) => ({
      control: context.link(id, '../'),
      method,
      steps: inlineText(steps),
    })),
  )

/** When what decides about the criterion last changed: the decision, and each control. */
const historyRows = ({ controls, decision }: CriterionAssessment, context: PageContext) =>
  [...(decision === undefined ? [] : [decision]), ...controls].map((id) => {
    const revisions = context.history.get(id) ?? []
    const last = revisions.at(-1)
    return {
      what: context.titled(id, '../'),
      count: revisions.length,
      since: last === undefined ? 'not determined' : context.onBranch(last),
      approvers: last === undefined ? 'not determined' : approversOf(last, context),
      source: last === undefined ? nothing : context.commit(last.commit.sha),
    }
  })
