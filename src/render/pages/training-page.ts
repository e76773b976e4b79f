import { addDuration, subtractDuration } from '../../model/days.ts'
import type { Located } from '../../model/location.ts'
import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { Acknowledgements, Policy, PolicyAcknowledgement, RoleAssignment, Training } from '../../model/records.ts'
import { allStaff, audienceOf } from '../../rules/audience.ts'
import { shownRows } from '../claim-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { type PageContext, recordsOf } from '../page-context.ts'
import { code, compare, listOf, partsOf, plural } from '../page-text.ts'
import {
  checkedInWords,
  type EntryTable,
  entryText,
  linksOr,
  overviewText,
  placesOf,
  tablesText,
} from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import { asWords, dueInWords, durationOr, everyOr, linkOr, notStated } from '../register-words.ts'

const confirmationsPerPage = 1500

export const trainingDocument = defineDocument({
  id: 'DOC-TRAINING',
  title: 'Training and acknowledgements',
  about: 'what is taught to whom, evidence of completions, joiners, and who has not confirmed which policy',
  path: 'training.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.trainings.keys(), 'training.md'),
  pages: trainingPages,
})

function trainingPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const all = [...model.trainings.values()].map(({ value }) => value)
  const policies = [...model.policies.values()].map(({ value }) => value)
  const asked = policies.filter(
    ({ id, acknowledgement }) =>
      acknowledgement?.required === true || model.policyAcknowledgements.some(({ value }) => value.policy === id),
  )
  const pages = new Map(
    registerPages(
      {
        all,
        path: 'training.md',
        template: 'training',
        attention: { ids: [...all, ...asked].map(({ id }) => id), rules: /^(?:TRN|POL-007|DUE|REF)/ },
        view: (records, isFirst) => ({
          acknowledged: isFirst ? acknowledgedText(asked, context) : '',
          overview: overviewText(
            {
              columns: ['Training', 'Status', 'For', 'How often', 'Evidence of completions', 'Check'],
              records,
              row: (training) => [
                context.titled(training.id, ''),
                asWords(training.status),
                audienceInWords(training, context),
                cadenceInWords(training),
                evidenceInWords(training, context),
                checkedInWords(training.id, context),
              ],
            },
            context,
          ),
          entries: records.map((training) => trainingEntry(training, context)),
        }),
      },
      context,
    ),
  )
  const shown = shownAcknowledgements(context)
  for (const policy of asked)
    for (const [path, page] of confirmationPages(policy, shown, context)) pages.set(path, page)
  return pages
}

/** People of an audience on the day of the page; undefined where nobody knows who that is. */
function peopleIn(audience: readonly string[], context: PageContext): ReadonlySet<string> | undefined {
  const { model, assessment } = context
  const asking = { model, asOf: assessment.basis.asOf, assignmentsOf: assignmentsOf(context) }
  const groups = audience.map((name) => audienceOf(asking, name))
  return groups.includes(undefined) ? undefined : new Set(groups.flatMap((group) => group ?? []))
}

const byPerson = new WeakMap<PageContext, ReturnType<typeof groupAssignments>>()

function assignmentsOf(context: PageContext) {
  const known = byPerson.get(context) ?? groupAssignments(context)
  byPerson.set(context, known)
  return known
}

function groupAssignments({ model }: PageContext): ReadonlyMap<string, readonly Located<RoleAssignment>[]> {
  const found = new Map<string, Located<RoleAssignment>[]>()
  for (const assignment of model.assignments) {
    const list = found.get(assignment.value.person)
    if (list === undefined) found.set(assignment.value.person, [assignment])
    else list.push(assignment)
  }
  return found
}

function audienceInWords({ audience }: Training, context: PageContext): string {
  const { model } = context
  const names = audience.map((id) =>
    id === allStaff
      ? 'everybody who works here'
      : inlineText(model.roles.get(id)?.value.title ?? model.teams.get(id)?.value.title ?? id),
  )
  const people = peopleIn(audience, context)
  return `${listOf(names)}: ${people === undefined ? '**not known who that is**' : plural(people.size, 'person', 'people')}`
}

function cadenceInWords({ onboardingWithin, every }: Training): string {
  const joining =
    onboardingWithin === undefined ? 'not part of joining' : `within ${durationOr(onboardingWithin)} of joining`
  return `${joining}; ${every === undefined ? 'once' : `every ${everyOr(every)}`}`
}

const requirementWords = { met: 'shown', 'not-met': '**not as asked for**', missing: '**no evidence**' } as const

/** The requirement under which completions are imported or stated, as the assessment sees it. */
function requirementOf({ tracking }: Training, { assessment }: PageContext) {
  return [...assessment.controls.values()]
    .flatMap(({ requirements }) => requirements)
    .find(({ id }) => id === tracking.evidence)
}

function evidenceInWords(training: Training, context: PageContext): string {
  if (training.tracking.evidence === undefined) return 'not asked for: no requirement is named'
  const requirement = requirementOf(training, context)
  if (requirement === undefined) return `not determined: ${code(training.tracking.evidence)} is not assessed`
  return requirementWords[requirement.state]
}

function trainingEntry(training: Training, context: PageContext): string {
  const requirement = requirementOf(training, context)
  return entryText(
    {
      id: training.id,
      title: inlineText(training.title),
      facts: [
        { name: 'Status', value: asWords(training.status) },
        { name: 'Owner', value: context.who(training.owner) },
        { name: 'For', value: audienceInWords(training, context) },
        { name: 'How often', value: cadenceInWords(training) },
        {
          name: 'How it is given',
          value: `${asWords(training.format)}; ${linkOr('material', training.material, 'material not stated')}; ${training.passMark === undefined ? 'no test at its end' : `test at its end, ${training.passMark} % to pass`}`,
        },
        {
          name: 'Completions are kept in',
          value: `${inlineText(training.tracking.system)}${training.tracking.query === undefined ? '' : `<br>drawn by: ${cellText(training.tracking.query)}`}`,
        },
        {
          name: 'Evidence',
          value:
            requirement === undefined
              ? evidenceInWords(training, context)
              : `${code(requirement.id)} ${evidenceInWords(training, context)}: ${inlineText(requirement.why)}`,
        },
        {
          name: 'When somebody is late',
          value: training.overdue === undefined ? notStated : cellText(training.overdue),
        },
      ],
      tables: [
        {
          title: 'Topics',
          columns: ['Topic', 'What one can do afterwards', 'Policies'],
          rows: training.topics.map(({ title, covers, policies }) => [
            inlineText(title),
            covers === undefined ? notStated : cellText(covers),
            linksOr(policies, context, '', 'none'),
          ]),
          none: 'No topic is written down.',
        },
        statementsTable(training, context),
        joinersTable(training, context),
      ],
    },
    context,
    '',
  )
}

const statementsTable = ({ tracking }: Training, context: PageContext): EntryTable => ({
  title: 'Statements about completions',
  columns: ['Covers', 'Outcome', 'Statement', 'By', 'Record'],
  rows:
    tracking.evidence === undefined
      ? []
      : recordsOf(context.log, 'attestation')
          .filter(({ data }) => data.requirement === tracking.evidence)
          .toReversed()
          .map(({ data, index }) => [
            `${data.coversFrom} to ${data.coversTo}`,
            asWords(data.outcome),
            inlineText(data.statement),
            `${data.person === null ? 'not known' : context.who(data.person)} (${data.standing})`,
            context.recordLink(index, ''),
          ]),
  none: 'The evidence log has none.',
})

/** Who joined in the period, or the last year, with the day by which they had to complete it. */
function joinersTable(training: Training, context: PageContext): EntryTable {
  const { basis } = context.assessment
  const { onboardingWithin } = training
  const since = basis.kind === 'period' ? basis.start : subtractDuration(basis.asOf, 'P1Y')
  const people = peopleIn(training.audience, context) ?? new Set<string>()
  const joined = [...people].flatMap((id) => {
    const person = context.model.people.get(id)?.value
    return person === undefined || person.start < since || onboardingWithin === undefined
      ? []
      : [{ id, start: person.start, due: addDuration(person.start, onboardingWithin) }]
  })
  return {
    title: `Joined since ${since}`,
    columns: ['Who', 'First day', 'Has to complete it', 'Completed'],
    rows: joined
      .sort((a, b) => compare(a.due, b.due) || compare(a.id, b.id))
      .map(({ id, start, due }) => [
        context.who(id),
        start,
        due < basis.asOf ? `was due by ${due}` : dueInWords(due, basis.asOf),
        'not determined: completions of single people are in the list under the requirement, not in these files',
      ]),
    none: onboardingWithin === undefined ? 'It is not part of joining.' : 'Nobody of its audience joined.',
  }
}

const majorOf = (version: string): string => version.split('.')[0] ?? version

/** Who has to confirm a policy, who did, and who is late: by the current major version, as rule POL-007 counts. */
function confirmationsOf(policy: Policy, context: PageContext) {
  const { model, assessment } = context
  const { asOf } = assessment.basis
  const { acknowledgement, effectiveFrom, version } = policy
  const rows = model.policyAcknowledgements.map(({ value }) => value).filter((one) => one.policy === policy.id)
  const done = new Set(
    rows.filter((one) => majorOf(one.version) === majorOf(version) && one.at <= asOf).map(({ person }) => person),
  )
  const binds = acknowledgement?.required === true && policy.status === 'effective'
  const readers = binds ? peopleIn([acknowledgement.audience ?? allStaff], context) : new Set<string>()
  const missing = [...(readers ?? [])]
    .filter((person) => !done.has(person))
    .map((person) => {
      const start = model.people.get(person)?.value.start ?? ''
      const from = effectiveFrom === undefined || start > effectiveFrom ? start : effectiveFrom
      return { person, due: addDuration(from, acknowledgement?.dueIn ?? 'P30D') }
    })
    .sort((a, b) => compare(a.due, b.due) || compare(a.person, b.person))
  return { rows, binds, readers, missing, overdue: missing.filter(({ due }) => due < asOf) }
}

const acknowledgedText = (policies: readonly Policy[], context: PageContext): string =>
  overviewText(
    {
      columns: ['Policy', 'Version', 'Have to confirm', 'Missing', 'Of those overdue', 'Confirmations'],
      records: policies,
      row: (policy) => {
        const { rows, binds, readers, missing, overdue } = confirmationsOf(policy, context)
        const link = `[${plural(rows.length, 'row')}](acknowledgements/${policy.id}.md)`
        const none = policy.status === 'effective' ? 'nobody' : `nobody: it is ${policy.status}`
        return [
          context.titled(policy.id, ''),
          code(policy.version),
          readers === undefined ? '**not determined: nobody knows who that is**' : binds ? `${readers.size}` : none,
          readers === undefined ? 'not determined' : `${missing.length}`,
          overdue.length === 0 ? (readers === undefined ? 'not determined' : '0') : `**${overdue.length}**`,
          link,
        ]
      },
    },
    context,
  )

const acknowledgementKey = ({ policy, version, person, at }: PolicyAcknowledgement): string =>
  [policy, version, person, at].join(' ')

const shownAcknowledgements = (context: PageContext): ReadonlySet<string> =>
  shownRows<Acknowledgements>(
    'Acknowledgements',
    ({ acknowledgements }) => new Map(acknowledgements.map((one) => [acknowledgementKey(one), one.person])),
    context,
  )

function confirmationPages(
  policy: Policy,
  shown: ReadonlySet<string>,
  context: PageContext,
): ReadonlyMap<string, Page> {
  const { asOf } = context.assessment.basis
  const { rows, missing, readers } = confirmationsOf(policy, context)
  const sorted = rows.toSorted(
    (a, b) => compare(b.at, a.at) || compare(a.person, b.person) || compare(a.version, b.version),
  )
  const parts = partsOf(sorted, confirmationsPerPage)
  const pathOf = (part: number) => `${policy.id}${part === 0 ? '' : `-part-${part + 1}`}.md`
  const pages = new Map<string, Page>()
  for (const [part, some] of (parts.length === 0 ? [[]] : parts).entries()) {
    const view = {
      policy: context.titled(policy.id, '../'),
      id: policy.id,
      version: code(policy.version),
      first: part === 0,
      several: parts.length > 1,
      part: part + 1,
      parts: parts.map((_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
      missing: tablesText(
        [
          {
            title: '',
            columns: ['Who', 'In time until'],
            rows: missing
              .slice(0, confirmationsPerPage)
              .map(({ person, due }) => [context.who(person), dueInWords(due, asOf)]),
            none: readers === undefined ? 'Not determined: it is not known whom the policy is for.' : 'Nobody.',
            whole: true,
          },
        ],
        context,
      ),
      rows: tablesText(
        [
          {
            title: '',
            columns: ['Who', 'Version', 'On', 'Shown'],
            rows: some.map((one) => [
              context.who(one.person),
              code(one.version),
              one.at,
              shown.has(acknowledgementKey(one)) ? 'by a counted review of that person' : 'claimed only',
            ]),
            none: 'Nobody.',
            whole: true,
          },
        ],
        context,
      ),
      footer: context.footer('../'),
    }
    pages.set(`acknowledgements/${pathOf(part)}`, {
      text: context.fill('acknowledgements', view),
      records: ['Acknowledgements'],
    })
  }
  return pages
}
