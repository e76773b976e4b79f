import { countsInWords } from '../../assess/assess-operation.ts'
import type { Compensation, ControlAssessment, Occurrence, RequirementAssessment } from '../../assess/assessment.ts'
import { criteria } from '../../model/criteria.ts'
import { isInForce } from '../../model/exception-term.ts'
import { blockText, inlineText, shortened } from '../../model/markdown-text.ts'
import type { Control, Exception } from '../../model/records.ts'
import { approverInWords, claimedApprovals } from '../claimed-approvals.ts'
import { controlAttention, type KnownTroubles } from '../control-attention.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import { lateItems } from '../late-items.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, byUrgency, code, compare, listOf, nothing, orNothing, plural, stateWords } from '../page-text.ts'
import { remediationRow } from '../remediation-rows.ts'

export const controlsDocument = defineDocument({
  id: 'DOC-CONTROLS',
  title: 'Controls',
  about: 'what is done, what is not met first, with the evidence of each',
  path: 'controls/README.md',
  part: 'program',
  classification: 'internal',
  places: ({ model }) => [...model.controls.keys()].map((id) => [id, `controls/${id}.md`]),
  pages: controlPages,
})

/** An index of the controls, what is not met first, and one page for each. */
function controlPages(context: PageContext): ReadonlyMap<string, Page> {
  const { assessment, model } = context
  const pages = new Map<string, Page>()
  const all = [...assessment.controls.values()].flatMap((one) => {
    const control = model.controls.get(one.id)?.value
    return control === undefined ? [] : [{ control, one }]
  })
  const groups = byUrgency
    .map((state) => ({
      state: stateWords[state].replaceAll('*', ''),
      rows: all
        .filter(({ one }) => one.state === state)
        .map(({ control, one }) => ({
          link: `[${control.id}](${control.id}.md)`,
          title: inlineText(control.title),
          owner: context.who(control.owner),
          key: control.keyControl === true ? 'yes' : 'no',
          criteria: context.links(
            control.criteria.map(({ id }) => id),
            '../',
          ),
          why: context.text(shortened(one.why, whyLimit), '../'),
        })),
    }))
    .filter(({ rows }) => rows.length > 0)
    .map((group) => ({ ...group, count: group.rows.length }))
  pages.set('controls/README.md', {
    text: context.fill('controls-index', { groups, footer: context.footer('../') }),
    records: [],
  })
  const troubles = { late: lateItems(context), claims: claimedApprovals(context) }
  for (const { control, one } of all) {
    pages.set(`controls/${control.id}.md`, {
      text: context.fill('control', controlView(control, one, troubles, context)),
      records: [control.id],
    })
  }
  return pages
}

/** Deviations that stand on a page; thousands of them would push it beyond what GitHub shows. */
const deviationsShown = 400
const whyLimit = 400

function controlView(control: Control, one: ControlAssessment, troubles: KnownTroubles, context: PageContext) {
  const exceptions = [...context.model.exceptions.values()].filter(({ value }) => value.control === control.id)
  const remediations = [...context.assessment.remediations.values()].filter((each) => each.control === control.id)
  return {
    id: control.id,
    title: inlineText(control.title),
    state: stateWords[one.state].replaceAll('*', ''),
    why: context.text(one.why, '../'),
    looked: one.state !== 'not-evaluated',
    judged: [
      { what: 'Design', result: designWords[one.design.state], why: designInWords(one, context) },
      { what: 'Operation', ...operationInWords(one, context) },
    ],
    attention: blocksOf(controlAttention(control, one, troubles, context, '../'), 10, 'more'),
    compensations: one.compensations.map((each) => compensationRow(each, context)),
    exceptions: exceptions.map(({ value }) => exceptionRow(value, context)),
    remediations: remediations.map((each) => remediationRow(each, context, '../')),
    populations: one.requirements.map((requirement) => populationRow(requirement, control, context)),
    cut: Math.max(0, one.deviations.length - deviationsShown),
    statement: blockText(control.statement),
    status: control.status,
    facts: [
      { name: 'Type', value: `${control.type}, ${control.nature}` },
      { name: 'Frequency', value: control.frequency.replaceAll('-', ' ') },
      { name: 'Key control', value: control.keyControl === true ? 'yes' : 'no' },
      { name: 'Operator', value: operatorInWords(control.operator, context) },
      { name: 'Reviewer', value: context.who(control.reviewer) },
      { name: 'Operates since', value: control.implementedSince ?? 'not stated' },
      { name: 'Policies', value: context.titledList(control.policies ?? [], '../') },
      { name: 'Risks', value: context.titledList(control.risks ?? [], '../') },
      { name: 'Depends on', value: context.titledList(control.dependsOn ?? [], '../') },
    ],
    criteria: control.criteria.map(({ id, coverage, rationale }) => ({
      link: context.link(id, '../'),
      asks: criteria.get(id)?.summary ?? nothing,
      coverage,
      rationale: context.text(rationale, '../'),
    })),
    waived: listOf(one.waivedBy.map(({ id, untilDay }) => `${id} until ${untilDay}`)),
    isWaived: one.waivedBy.length > 0,
    requirements: one.requirements.map((requirement) => requirementRow(requirement, context)),
    calendars: one.requirements
      .filter(({ occurrences }) => occurrences.length > 1)
      .map((each) => calendar(each, control, context)),
    deviations: deviationRows(one.deviations.slice(0, deviationsShown), context, '../'),
    tests: (control.test ?? []).map(({ method, steps }) => ({ method, steps: inlineText(steps) })),
    footer: context.footer('../'),
  }
}

/** A person or role by its name; else a system by its title, or what the record says. */
function operatorInWords(operator: string | undefined, context: PageContext): string {
  if (operator === undefined) return nothing
  const system = context.model.systems.get(operator)?.value.title
  return system === undefined ? context.who(operator) : inlineText(system)
}

const designWords = {
  complete: 'Complete',
  incomplete: '**Not complete**',
  planned: 'Planned',
  retired: 'Retired',
} as const

function designInWords({ design }: ControlAssessment, { assessment }: PageContext): string {
  const { missing, remarks, state } = design
  const said = missing.length === 0 ? ['owner, operator, criterion, evidence and test are there'] : missing
  const all = [...(state === 'planned' ? ['it is not in use'] : []), ...said, ...remarks]
  return `on ${assessment.basis.asOf}: ${all.map(inlineText).join('; ')}`
}

const operationWords = {
  'as-expected': 'As expected',
  'with-deviations': '**With deviations**',
  'not-shown': '**Not shown**',
} as const

function operationInWords({ operation }: ControlAssessment, context: PageContext) {
  if (operation.kind === 'judged') return { result: operationWords[operation.state], why: inlineText(operation.why) }
  const { shown, notShown, why } = operation
  const there = shown.map(({ requirement, record }) =>
    record === undefined ? requirement : `${requirement} by ${context.recordLink(record, '../')}`,
  )
  const [result, ...rest] = why.split(': ')
  return {
    result: `${(result ?? '').slice(0, 1).toUpperCase()}${(result ?? '').slice(1)}`,
    why: [
      ...rest,
      there.length === 0
        ? 'no record shows that it was there on the day'
        : `that it was there is shown for ${there.join(', ')}`,
      ...(notShown.length === 0 ? [] : [`not shown for ${notShown.join(', ')}`]),
    ].join('; '),
  }
}

function compensationRow({ control, state, why, exception, untilDay, works }: Compensation, context: PageContext) {
  return {
    link: context.titled(control, '../'),
    state: state === undefined ? '**Not in the program**' : stateWords[state],
    works: works ? 'it works, and does not undo the failure' : '**it does not work either**',
    why: context.text(shortened(why, whyLimit), '../'),
    exception: context.titled(exception, '../'),
    until: untilDay,
  }
}

function exceptionRow(exception: Exception, context: PageContext) {
  const { id, start, expires, reason, severity, approvedBy } = exception
  const inForce = isInForce(exception, context.assessment.basis.asOf)
  return {
    link: context.titled(id, '../'),
    state: inForce
      ? 'In force'
      : start > context.assessment.basis.asOf
        ? 'Not yet in force'
        : '**Not in force any more**',
    term: `${start} to ${expires ?? 'no end'}`,
    severity,
    reason: orNothing(reason),
    approved: approverInWords(id, approvedBy, ['approvedBy'], context),
  }
}

/** From what the evidence of a requirement is taken, so that somebody else counts the same. */
function populationRow({ id, title, records, source }: RequirementAssessment, control: Control, context: PageContext) {
  const days = records.flatMap((index) => {
    const record = context.recordAt(index)
    return record === undefined ? [] : [context.day(record.occurredAt)]
  })
  const asked = control.evidence?.find((each) => each.id === id)?.records
  const filter = Object.entries(asked?.where ?? {})
    .sort(([a], [b]) => compare(a, b))
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(' and ')
  return {
    title: title === id ? code(id) : `${inlineText(title)}<br>${code(id)}`,
    query:
      source === 'manual'
        ? `kind ${code('attestation')} with requirement ${code(id)}`
        : `kind ${code(asked?.kind ?? '')}${filter === '' ? '' : ` with ${inlineText(filter)}`}`,
    count: records.length,
    first: days.reduce<string | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined) ?? nothing,
    last: days.reduce<string | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined) ?? nothing,
  }
}

const requirementWords = { met: 'Met', 'not-met': '**Not met**', missing: 'Missing' } as const

function requirementRow(requirement: RequirementAssessment, context: PageContext) {
  const { id, title, wanted, state, why, records } = requirement
  const newest = records.slice(-3).map((index) => context.recordLink(index, '../'))
  return {
    title: title === id ? code(id) : `${inlineText(title)}<br>${code(id)}`,
    wanted: inlineText(wanted),
    state: requirementWords[state],
    why: inlineText(why),
    records: records.length <= 3 ? listOf(newest) : `${plural(records.length, 'record')}, last: ${listOf(newest)}`,
  }
}

const occurrenceWords: Readonly<Record<Occurrence['state'], string>> = {
  met: 'Met',
  'not-met': '**Not met**',
  late: '**Late**',
  overdue: '**Overdue**',
  pending: 'Not due yet',
}

/** What was expected when, and what came; what is missing stands open, all of it is folded away. */
function calendar({ id, title, occurrences, counts }: RequirementAssessment, control: Control, context: PageContext) {
  // Where nothing may be found, no record is what was hoped for: a dash would look like a gap.
  const noneWanted = control.evidence?.find((each) => each.id === id)?.expect === 'none'
  const rows = occurrences
    .toSorted((a, b) => compare(a.from, b.from))
    .map(({ from, to, due, state, records }) => ({
      from,
      to,
      due,
      state: occurrenceWords[state],
      records:
        records.length > 2
          ? plural(records.length, 'record')
          : records.length === 0 && noneWanted && state === 'met'
            ? 'none found'
            : listOf(records.map((index) => context.recordLink(index, '../'))),
    }))
  return {
    title: title === id ? code(id) : `**${inlineText(title)}** (${code(id)})`,
    sums: countsInWords(counts),
    blocks: blocksOf(rows, 0, 'expected occurrences').slice(1),
  }
}
