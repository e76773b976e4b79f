import { addDuration, subtractDuration } from '../../model/days.ts'
import { yamlScalar } from '../fill-tokens.ts'
import type { StarterPerson } from './init-answers.ts'

interface Grant {
  readonly role: string
  readonly person: StarterPerson
  /** Whether the role has people who must agree to its grant, and whether it is granted for at most 90 days. */
  readonly needs: 'nothing' | 'approval' | 'approval and end'
}

/**
 * Who gets which role to begin with: no pair that excludes each other, and the roles that the gate asks for as soon as there
 * are people enough. The first person leads security and agrees to what the others are granted.
 */
export function firstGrants(people: readonly StarterPerson[]): readonly Grant[] {
  const [lead, second, third, ...others] = people
  if (lead === undefined) return []
  const grant = (role: string, person: StarterPerson, needs: Grant['needs']) => ({ role, person, needs })
  return [
    grant('security_lead', lead, 'nothing'),
    grant('compliance_owner', second ?? lead, second === undefined ? 'nothing' : 'approval'),
    ...(second === undefined ? [] : [grant('security_reviewer', second, 'approval and end')]),
    ...(third === undefined
      ? []
      : [
          grant('technical_lead', third, 'approval'),
          grant('on_call_manager', third, 'approval and end'),
          grant('developer', third, 'nothing'),
        ]),
    ...others.map((person) => grant('developer', person, 'nothing')),
  ]
}

/** The list `assignments:` of a Roles record. */
export function assignmentsText(people: readonly StarterPerson[], today: string): string {
  const [lead] = people
  // Both days are included.
  const lastDay = subtractDuration(addDuration(today, 'P90D'), 'P1D')
  const rows = firstGrants(people).map(({ role, person, needs }) =>
    [
      `  - role: ${role}`,
      `    person: ${yamlScalar(person.id)}`,
      ...(needs === 'nothing' ? [] : [`    approvedBy: ${yamlScalar(lead?.id ?? '')}`]),
      `    grantedAt: ${today}`,
      ...(needs === 'approval and end' ? [`    expires: ${lastDay}`] : []),
      '',
    ].join('\n'),
  )
  return `assignments:\n${rows.join('')}`
}

/** Rows of the list `people:` for everybody but the first, who stands in the file already. */
export function peopleRows(people: readonly StarterPerson[], today: string): string {
  return people
    .slice(1)
    .map(
      ({ id, name, login }) =>
        `  - id: ${yamlScalar(id)}\n    name: ${yamlScalar(name, 'text')}\n    accounts:\n      - login: ${yamlScalar(login, 'text')}\n    type: employee\n    start: ${today}\n`,
    )
    .join('')
}

/** What so few people cannot keep apart: said, and not hidden behind roles that nobody can fill. */
export function limitsOf(people: readonly StarterPerson[]): readonly string[] {
  const [lead, second, third] = people.map(({ id }) => id)
  switch (people.length) {
    case 0:
      return []
    case 1:
      return [
        `${lead} is alone: nobody can review what they write, so the gate will hold back every change.`,
        `${lead} leads security and also keeps the records about it.`,
      ]
    case 2:
      return [
        'Two reviewers who wrote none of a change cannot be had among two people: the gate will hold back every change.',
        `Nobody is technical lead or on call yet. ${lead} agrees to what ${second} is granted, and nobody else does.`,
      ]
    default:
      return [
        ...(people.length === 3
          ? ['Three people are the least: one writes and merges, the other two approve, and none of them may be away.']
          : []),
        `Only ${second} is security reviewer and only ${third} technical lead and on call: what they write themselves finds nobody in that role to approve it, until somebody else holds it too.`,
      ]
  }
}
