import type { ControlAssessment, Occurrence, RequirementAssessment } from '../../assess/assessment.ts'
import { criteria } from '../../model/criteria.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Control } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, byUrgency, code, compare, listOf, nothing, orNothing, plural, stateWords } from '../page-text.ts'

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
          why: context.text(one.why, '../'),
        })),
    }))
    .filter(({ rows }) => rows.length > 0)
    .map((group) => ({ ...group, count: group.rows.length }))
  pages.set('controls/README.md', {
    text: context.fill('controls-index', { groups, footer: context.footer('../') }),
    records: [],
  })
  for (const { control, one } of all) {
    pages.set(`controls/${control.id}.md`, {
      text: context.fill('control', controlView(control, one, context)),
      records: [control.id],
    })
  }
  return pages
}

function controlView(control: Control, one: ControlAssessment, context: PageContext) {
  return {
    id: control.id,
    title: inlineText(control.title),
    state: stateWords[one.state].replaceAll('*', ''),
    why: context.text(one.why, '../'),
    looked: one.state !== 'not-evaluated',
    statement: blockText(control.statement),
    status: control.status,
    facts: [
      { name: 'Type', value: `${control.type}, ${control.nature}` },
      { name: 'Frequency', value: control.frequency.replaceAll('-', ' ') },
      { name: 'Key control', value: control.keyControl === true ? 'yes' : 'no' },
      { name: 'Operator', value: orNothing(control.operator) },
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
    deviations: deviationRows(one.deviations, context, '../'),
    tests: (control.test ?? []).map(({ method, steps }) => ({ method, steps: inlineText(steps) })),
    footer: context.footer('../'),
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
function calendar({ id, title, occurrences }: RequirementAssessment, control: Control, context: PageContext) {
  // Where nothing may be found, no record is what was hoped for: a dash would look like a gap.
  const noneWanted = control.evidence?.find((each) => each.id === id)?.expect === 'none'
  const count = (state: Occurrence['state']) => occurrences.filter((one) => one.state === state).length
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
    sums: `${plural(occurrences.length, 'occurrence')} expected: ${(
      ['met', 'not-met', 'late', 'overdue', 'pending'] as const
    )
      .filter((state) => count(state) > 0)
      .map((state) => `${count(state)} ${occurrenceWords[state].replaceAll('*', '').toLowerCase()}`)
      .join(', ')}`,
    blocks: blocksOf(rows, 0, 'expected occurrences').slice(1),
  }
}
