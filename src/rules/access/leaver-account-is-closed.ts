import { addDuration, addToMoment, type Day, instantOf, millisecondsOf, startOfDay } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { itemsAs } from '../read-datasets.ts'
import type { RuleContext } from '../rule-context.ts'
import { accessMethodOf, isPrivileged, rolesHeldOn } from './access-method.ts'
import { peopleOf, usableAccounts } from './imported-accounts.ts'

export const leaverAccountIsClosed = defineRule({
  id: 'ACC-010',
  name: 'leaver-account-is-closed',
  title: 'No account of somebody who left can be used after the time for removing it',
  subject: 'read-dataset',
  severity: 'error',
  rationale:
    'An offboarding says that somebody was removed; the list of the system shows whether they were. It is the list that an attacker meets.',
  remedy: 'Close the account, and write a Deficiency that says why it was open.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.2.0',
  needs: 'log',
  datasets: ['access-list', 'leavers'],

  check(reading, context) {
    const { data } = reading.record
    if (data.dataset !== 'access-list') return notApplicable('it is no list of accounts')
    const items = itemsAs('access-list', reading)
    if (items === undefined) return notDetermined(reading.why ?? 'its items are not known')
    const read = millisecondsOf(data.to)
    const staff = leavers(context, data.system)
    const findings = usableAccounts(context.model, data.system, items).flatMap(({ account, person }): Finding[] => {
      const left = earlier(person?.value.end, staff.lastDayOf(account, person?.value.id))
      if (left === undefined) return []
      const latest = latestRemoval(context, person?.value.id, left)
      if (read <= latest) return []
      const who = person === undefined ? 'Whoever has it' : person.value.id
      const message = `${who} left on ${left}, and ${account} of ${data.system} could be used on ${data.to}`
      const hint = `it was to be closed by ${instantOf(latest)}`
      const related =
        person === undefined ? {} : { related: [{ at: person.at.locate(['id'], 'value'), message: 'the person' }] }
      return [{ message, at: reading.at.locate(), hint, ...related }]
    })
    return findings.length === 0 && staff.why !== undefined ? notDetermined(staff.why) : failIfAny(findings)
  },
})

const earlier = (one: Day | undefined, other: Day | undefined): Day | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one

/** Milliseconds since 1970. */
function latestRemoval(context: RuleContext, person: string | undefined, left: Day): number {
  const { model, program, timezone } = context
  const over = startOfDay(addDuration(left, 'P1D'), timezone)
  const privileged =
    person !== undefined && [...rolesHeldOn(context, person, left)].some((role) => isPrivileged(model, role))
  return privileged ? over : addToMoment(instantOf(over), accessMethodOf(program).removeLeaversWithin, timezone)
}

/** Who left by the staff lists that were read, by account and by person. */
function leavers({ model, logged }: RuleContext, system: string) {
  const days = new Map<string, Day>()
  const add = (name: string, day: Day) => days.set(name, earlier(days.get(name), day) ?? day)
  let why: string | undefined
  const personOf = peopleOf(model, system)
  for (const list of logged.readings) {
    if (list.record.data.dataset !== 'leavers') continue
    const items = itemsAs('leavers', list)
    if (items === undefined) why ??= list.why ?? 'who left is not known'
    for (const { person, lastDay, accounts } of items ?? []) {
      add(`person ${person}`, lastDay)
      for (const account of accounts) {
        const known = personOf(account)
        add(known === undefined ? `account ${account.toLowerCase()}` : `person ${known.value.id}`, lastDay)
      }
    }
  }
  const lastDayOf = (account: string, person: string | undefined): Day | undefined =>
    days.get(person === undefined ? `account ${account.toLowerCase()}` : `person ${person}`)
  return { lastDayOf, why }
}
