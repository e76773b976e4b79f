import type { Remediation, RemediationState, RemediationStep } from '../../assess/remediation.ts'
import { daysAgo } from '../../model/days.ts'
import { blockText, inlineText, markdownLink } from '../../model/markdown-text.ts'
import type { Deficiency } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, code, compare, listOf, nothing, partsOf, plural, stateWords } from '../page-text.ts'
import type { RenderInput } from '../render-input.ts'

/** Details of deficiencies on one page. */
const detailsPerPage = 40
const shown = 100

export const deficienciesDocument = defineDocument({
  id: 'DOC-DEFICIENCIES',
  title: 'Deficiencies',
  about: 'what is not as it should be, the overdue first: who mends it, by which change, and who tested again',
  path: 'deficiencies.md',
  part: 'registers',
  classification: 'confidential',
  places: (input) =>
    partsOf(idsOf(input), detailsPerPage).flatMap((ids, part) =>
      ids.map((id) => [id, `${pathOf(part)}#${id.toLowerCase()}`] as const),
    ),
  pages: deficiencyPages,
})

const idsOf = ({ assessment }: Pick<RenderInput, 'assessment'>): readonly string[] =>
  [...assessment.remediations.keys()].sort(compare)

const pathOf = (part: number): string => (part === 0 ? 'deficiencies.md' : `deficiencies-part-${part + 1}.md`)

interface Known {
  readonly deficiency: Deficiency
  readonly course: Remediation
}

function deficiencyPages(context: PageContext): ReadonlyMap<string, Page> {
  const { assessment, model } = context
  const all = idsOf(context).flatMap((id): readonly Known[] => {
    const [deficiency, course] = [model.deficiencies.get(id)?.value, assessment.remediations.get(id)]
    return deficiency === undefined || course === undefined ? [] : [{ deficiency, course }]
  })
  const details = partsOf(all, detailsPerPage)
  const unrecorded = unrecordedFailures(context)
  const later = model.deficiencies.size - assessment.remediations.size
  const pages = new Map<string, Page>()
  for (const [part, some] of (details.length === 0 ? [[]] : details).entries()) {
    const view = {
      first: part === 0,
      part: part + 1,
      parts: details.map((_, index) => `[part ${index + 1}](${pathOf(index)})`).join(' · '),
      several: details.length > 1,
      known: all.length,
      open: all.filter(({ course }) => course.stillOpen).length,
      overdue: all.filter(isOverdue).length,
      unrecorded: listOf(unrecorded.map((id) => context.link(id, ''))),
      unrecordedSum:
        unrecorded.length === 0
          ? ''
          : `${plural(unrecorded.length, 'control')} ${unrecorded.length === 1 ? 'is' : 'are'}`,
      them: unrecorded.length === 1 ? 'it' : 'them',
      later: later === 0 ? '' : plural(later, 'deficiency', 'deficiencies'),
      groups: part === 0 ? groupsOf(all, context) : [],
      details: some.map((one) => detailOf(one, context)),
      footer: context.footer(''),
    }
    const text = context.fill('deficiencies', { ...view, unrecorded: unrecorded.length === 0 ? '' : view.unrecorded })
    pages.set(pathOf(part), { text, records: some.map(({ deficiency }) => deficiency.id) })
  }
  return pages
}

const isOverdue = ({ course }: Known): boolean => course.stillOpen && course.late && course.mended === undefined

/** Controls that fail while nobody wrote down that they do. */
function unrecordedFailures({ assessment, model }: PageContext): readonly string[] {
  const known = new Set(
    [...assessment.remediations.values()].flatMap(({ control, stillOpen }) => (stillOpen ? (control ?? []) : [])),
  )
  return [...assessment.controls.values()]
    .filter(({ id, state, counted }) => counted && state === 'not-met' && !known.has(id) && model.controls.has(id))
    .map(({ id }) => id)
    .sort(compare)
}

const severities = ['critical', 'high', 'medium', 'low'] as const

/** The overdue first, then by severity and by the day on which they are due. */
const byUrgency = (a: Known, b: Known): number =>
  Number(isOverdue(b)) - Number(isOverdue(a)) ||
  severities.indexOf(a.deficiency.severity) - severities.indexOf(b.deficiency.severity) ||
  compare(a.course.due, b.course.due) ||
  compare(a.deficiency.id, b.deficiency.id)

function groupsOf(all: readonly Known[], context: PageContext) {
  const open = all.filter(({ course }) => course.stillOpen).toSorted(byUrgency)
  const closed = all
    .filter(({ course }) => !course.stillOpen)
    // Closed without what it takes is not done with.
    .toSorted((a, b) => Number(isDoubtful(b)) - Number(isDoubtful(a)) || compare(b.course.opened, a.course.opened))
  const rows = (some: readonly Known[]) => some.map((one) => rowOf(one, context))
  return [
    { title: 'Open, the overdue first', blocks: blocksOf(rows(open), shown, 'more open deficiencies') },
    { title: 'Closed', blocks: blocksOf(rows(closed), 20, 'more closed deficiencies') },
  ].filter(({ blocks }) => blocks.length > 0)
}

const isDoubtful = ({ course }: Known): boolean => course.state !== 'retested'

function rowOf({ deficiency, course }: Known, context: PageContext) {
  const { asOf } = context.assessment.basis
  return {
    what: context.titled(deficiency.id, ''),
    control: deficiency.control === undefined ? nothing : context.link(deficiency.control, ''),
    severity: deficiency.severity,
    due: isOverdue({ deficiency, course }) ? `**${course.due}, overdue: ${daysAgo(course.due, asOf)}**` : course.due,
    owner: context.who(deficiency.owner),
    state: stateInWords[course.state],
  }
}

const stateInWords: Readonly<Record<RemediationState, string>> = {
  open: 'Open: no mending is named',
  'fix-claimed': 'Mending claimed: the log has no merge of it',
  'fixed-without-approval': '**Mended without approval**',
  fixed: 'Mended; nobody tested again',
  'retest-failed': '**Tested again, and it failed**',
  'retest-claimed': 'Test claimed: the log does not show it',
  retested: 'Tested again: the log shows it',
  'closed-without-retest': '**Closed without a test**',
  accepted: 'Accepted: it stays as it is',
}

function detailOf({ deficiency, course }: Known, context: PageContext) {
  const { remediation, retest, control, incident, risk, exception, managementResponse } = deficiency
  const result = control === undefined ? undefined : context.assessment.controls.get(control)
  const said = (name: string, id: string | undefined) =>
    id === undefined ? [] : [{ name, value: context.titled(id, '') }]
  return {
    id: deficiency.id,
    title: inlineText(deficiency.title),
    description: blockText(deficiency.description),
    state: stateInWords[course.state],
    facts: [
      { name: 'What is known', value: context.text(course.why, '') },
      { name: 'Record says', value: deficiency.status },
      {
        name: 'Kind',
        value:
          deficiency.type === 'design'
            ? 'design: no control would have caught it'
            : 'operation: the control was not carried out as it says',
      },
      { name: 'Severity', value: deficiency.severity },
      { name: 'Came to light by', value: deficiency.source },
      ...(control === undefined
        ? []
        : [
            {
              name: 'Control',
              value: `${context.titled(control, '')}${result === undefined ? '' : `: ${stateWords[result.state].toLowerCase()} now`}`,
            },
          ]),
      ...(deficiency.criteria === undefined
        ? []
        : [{ name: 'Criteria', value: context.links(deficiency.criteria, '') }]),
      { name: 'Owner', value: context.who(deficiency.owner) },
      { name: 'Opened', value: course.opened },
      {
        name: 'Due',
        value: `${course.due}${course.late ? (course.mended === undefined ? ': **overdue**' : ': **mended too late**') : ''}`,
      },
      {
        name: 'Mended',
        value:
          course.mended === undefined
            ? 'not yet'
            : `${course.mended.day} (${course.mended.shown ? 'shown by the log' : 'claimed'})`,
      },
      ...(remediation === undefined
        ? []
        : [{ name: 'How it is mended', value: context.text(remediation.description, '') }]),
      ...(remediation?.pullRequest === undefined
        ? []
        : [{ name: 'Pull request named', value: markdownLink(remediation.pullRequest, remediation.pullRequest) }]),
      ...said('Change request named', remediation?.change),
      ...(retest === undefined
        ? []
        : [
            {
              name: 'Retest',
              value: `${retest.at}, ${retest.result}, by ${context.who(retest.by)} (${course.retest.kind === 'shown' ? 'shown by the log' : 'claimed'}): ${context.text(retest.evidence, '')}`,
            },
          ]),
      ...said('Incident', incident),
      ...said('Risk', risk),
      ...said('Exception', exception),
      ...(deficiency.rule === undefined ? [] : [{ name: 'Rule', value: code(deficiency.rule) }]),
      ...(managementResponse === undefined
        ? []
        : [{ name: "Management's response", value: context.text(managementResponse, '') }]),
    ],
    steps: course.steps.map((step) => stepRow(step, context)),
  }
}

const stepRow = ({ day, what, record, pull }: RemediationStep, context: PageContext) => ({
  day,
  what: context.text(what, ''),
  shown:
    record === undefined
      ? 'claimed by the record'
      : [...(pull === undefined ? [] : [context.pull(pull)]), context.recordLink(record, '')].join(', '),
})
