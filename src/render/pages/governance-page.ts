import { onlyProgram } from '../../assess/assess-program.ts'
import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { GoverningBody, Person } from '../../model/records.ts'
import { isActive } from '../../model/role-holders.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, listOf, nothing, partsOf } from '../page-text.ts'
import { attentionText, entryText, placesOf, registerParts, tablesText } from '../register-entry.ts'
import { notStated, stated, yesOrNo } from '../register-words.ts'
import { bodiesText } from './meetings-page.ts'

export const governanceDocument = defineDocument({
  id: 'DOC-GOVERNANCE',
  title: 'Governance and people',
  about: 'organisation, bodies, reporting lines, teams and everybody who acts in the program',
  path: 'governance.md',
  part: 'program',
  classification: 'internal',
  places: ({ model }) => placesOf(model.governingBodies.keys(), 'governance.md'),
  pages: governancePages,
})

const peoplePerPage = 1000

function governancePages(context: PageContext): ReadonlyMap<string, Page> {
  const { model, assessment } = context
  const program = onlyProgram(model)
  const bodies = [...model.governingBodies.values()].map(({ value }) => value)
  const people = [...model.people.values()].map(({ value }) => value).sort((a, b) => compare(a.id, b.id))
  const here = people.filter((person) => isActive(person, assessment.basis.asOf))
  const count = (type: Person['type']) => here.filter((person) => person.type === type).length
  const parts = partsOf(people, peoplePerPage)
  const peoplePath = (part: number) => `people${part === 0 ? '' : `-part-${part + 1}`}.md`
  const pages = new Map<string, Page>()
  const organisation = program?.organisation
  const attention = attentionText(
    [...bodies, ...people].map(({ id }) => id),
    context,
    '',
    /^(?:GOV|REF)-/,
  )
  for (const { records, path, ...part } of registerParts(bodies, 'governance.md')) {
    const view = {
      ...part,
      organisation: stated(organisation?.name),
      lead: organisation === undefined ? notStated : context.who(organisation.securityLead),
      reportsTo: stated(organisation?.reportsTo),
      responsibilities:
        organisation?.responsibilities === undefined
          ? notStated
          : organisation.responsibilities.map(inlineText).join('<br>'),
      teamsOfSecurity:
        organisation?.securityTeams === undefined
          ? notStated
          : organisation.securityTeams.map(({ title, size }) => `${inlineText(title)}: ${size}`).join('<br>'),
      employees: count('employee'),
      contractors: count('contractor'),
      machines: count('service') + count('bot'),
      left: people.length - here.length,
      attention: part.first ? attention : '',
      bodies: part.first
        ? bodiesText(
            bodies,
            [...model.meetings.values()].map(({ value }) => value),
            context,
          )
        : '',
      lines: part.first ? reportingLines(here, context) : '',
      teams: part.first ? teamsText(context) : '',
      people: (parts.length === 0 ? [[]] : parts)
        .map((_, index) => `[People${index === 0 ? '' : `, part ${index + 1}`}](${peoplePath(index)})`)
        .join(' · '),
      entries: records.map((body) => bodyEntry(body, context)),
      footer: context.footer(''),
    }
    pages.set(path, {
      text: context.fill('governance', view),
      records: ['Governance', ...(program === undefined ? [] : [program.id])],
    })
  }
  for (const [index, some] of (parts.length === 0 ? [[]] : parts).entries()) {
    const view = {
      part: index + 1,
      several: parts.length > 1,
      people: peopleText(some, context),
      footer: context.footer(''),
    }
    pages.set(peoplePath(index), { text: context.fill('people', view), records: ['People'] })
  }
  return pages
}

/** Everybody with a manager, by manager; who has none is named, since that is how a reporting line ends or is missing. */
function reportingLines(people: readonly Person[], context: PageContext): string {
  const staff = people.filter(({ type }) => type === 'employee' || type === 'contractor')
  const managers = [...new Set(staff.map(({ manager }) => manager ?? ''))].sort(compare)
  return tablesText(
    [
      {
        title: '',
        columns: ['Reports to', 'People', 'Who'],
        rows: managers.map((manager) => {
          const reports = staff.filter((person) => (person.manager ?? '') === manager)
          const names = reports.slice(0, 50).map(({ id }) => context.who(id))
          return [
            manager === '' ? 'nobody is named' : context.who(manager),
            `${reports.length}`,
            `${listOf(names)}${reports.length > 50 ? ` and ${reports.length - 50} more` : ''}`,
          ]
        }),
        none: 'Nobody is written down.',
      },
    ],
    context,
  )
}

const teamsText = (context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Team', 'Title', 'Members'],
        rows: [...context.model.teams.values()]
          .map(({ value }) => value)
          .sort((a, b) => compare(a.id, b.id))
          .map(({ id, title, members }) => [
            code(id),
            inlineText(title ?? id),
            `${members.length}: ${listOf(members.slice(0, 50).map(context.who))}${members.length > 50 ? ` and ${members.length - 50} more` : ''}`,
          ]),
        none: 'No team is written down.',
      },
    ],
    context,
  )

const peopleText = (people: readonly Person[], context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Id', 'Name', 'What', 'Since', 'Until', 'Accounts'],
        rows: people.map((person) => [
          code(person.id),
          `${inlineText(person.name)}${person.title === undefined ? '' : `, ${inlineText(person.title)}`}`,
          `${person.type}${person.shared === true ? ', **shared**' : ''}${person.owner === undefined ? '' : `, owned by ${context.who(person.owner)}`}`,
          person.start,
          person.end ?? nothing,
          accountsOf(person),
        ]),
        none: 'Nobody is written down.',
      },
    ],
    context,
  )

function accountsOf({ accounts = [], systemAccounts = [], sshKeys = [] }: Person): string {
  const all = [
    ...accounts.map(({ login, id }) => `${inlineText(login)}${id === undefined ? ' (not pinned to a number)' : ''}`),
    ...systemAccounts.map(({ system, account }) => `${inlineText(account)} in ${inlineText(system)}`),
    ...(sshKeys.length > 0 ? [`${sshKeys.length} signing keys`] : []),
  ]
  return all.length === 0 ? 'none' : all.slice(0, 20).join('<br>')
}

const bodyEntry = (body: GoverningBody, context: PageContext): string =>
  entryText(
    {
      id: body.id,
      title: inlineText(body.title),
      facts: [
        { name: 'Purpose', value: cellText(body.purpose) },
        { name: 'Meets', value: `${body.frequency}, since ${body.since ?? 'no day: it is planned'}` },
        { name: 'Led by', value: body.chair === undefined ? notStated : context.who(body.chair) },
        { name: 'Members', value: listOf(body.members.map(context.who)) },
        { name: 'Independent of those who run the controls', value: yesOrNo(body.independent) },
        { name: 'Have to be there', value: `${body.quorum ?? 2}` },
        { name: 'Always on the agenda', value: (body.agenda ?? []).map(inlineText).join('<br>') || notStated },
        { name: 'Criteria', value: context.titledList(body.criteria ?? [], '') },
      ],
    },
    context,
    '',
  )
