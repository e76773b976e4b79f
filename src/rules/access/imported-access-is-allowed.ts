import { dayOf } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { isActive } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
import { itemsAs } from '../read-datasets.ts'
import type { RuleContext } from '../rule-context.ts'
import { isPrivileged, rolesHeldOn } from './access-method.ts'
import { type ImportedAccount, usableAccounts } from './imported-accounts.ts'

export const importedAccessIsAllowed = defineRule({
  id: 'ACC-003',
  name: 'imported-access-is-allowed',
  title: 'Who has access to a system is known, and holds a role that gives it',
  subject: 'read-dataset',
  severity: 'error',
  rationale:
    'The files say who should have access, the list of the system says who has. What is only in the list was given past review, or outlived its role.',
  remedy:
    'Take the access away, give the role in Roles with review, or name the account as `systemAccounts` of its person in People.',
  criteria: ['CC6.1', 'CC6.2', 'CC6.3'],
  since: '0.2.0',
  needs: 'log',
  datasets: ['access-list'],

  check(reading, context) {
    const { data } = reading.record
    if (data.dataset !== 'access-list') return notApplicable('it is no list of accounts')
    const items = itemsAs('access-list', reading)
    if (items === undefined) return notDetermined(reading.why ?? 'its items are not known')
    const day = dayOf(data.to, context.timezone)
    const unknown: string[] = []
    const findings = usableAccounts(context.model, data.system, items).flatMap((one): Finding[] => {
      const judged = judge(one, data.system, day, context)
      if (judged === undefined) return []
      if (judged.isKnown) return [{ message: judged.why, at: reading.at.locate(), ...judged.related }]
      unknown.push(judged.why)
      return []
    })
    const [first] = unknown
    return findings.length === 0 && first !== undefined ? notDetermined(first) : failIfAny(findings)
  },
})

interface Fault {
  readonly why: string
  /** Whether it is a fault; else nobody can tell. */
  readonly isKnown: boolean
  readonly related?: Pick<Finding, 'related'>
}

function judge(
  { account, items, person }: ImportedAccount,
  system: string,
  day: string,
  context: RuleContext,
): Fault | undefined {
  const { model } = context
  const where = `${account} of ${system}`
  if (person === undefined) return fault(`The account ${where} belongs to nobody in People`)
  const { id, type } = person.value
  const related = { related: [{ at: person.at.locate(['id'], 'value'), message: 'the person' }] }
  // ACC-010 looks at those who left, and a machine has no roles of people.
  if (!isActive(person.value, day) || type === 'service' || type === 'bot') return undefined
  const held = rolesHeldOn(context, id, day)
  if (held.size === 0) return fault(`${id} held no role on ${day}, and has the account ${where}`, related)
  const named = items.find(({ role }) => model.roles.has(role) && !held.has(role))
  if (named !== undefined)
    return fault(`${id} is ${named.role} in ${system} and did not hold that role on ${day}`, related)
  const grants = model.accessMatrix.filter(({ value }) => value.resource === system)
  const own = grants.filter(({ value }) => held.has(value.role))
  if (grants.length > 0 && own.length === 0)
    return fault(`No role that ${id} held on ${day} gives access to ${system}`, related)
  const mayAdminister =
    grants.length === 0
      ? [...held].some((role) => isPrivileged(model, role))
      : own.some(({ value }) => value.actions.includes('admin'))
  if (mayAdminister) return undefined
  if (items.some(({ privileged }) => privileged === true))
    return fault(`${id} may administer ${system}, and no role that they held on ${day} allows it`, related)
  return items.some(({ privileged }) => privileged === null)
    ? { why: `whether ${id} may administer ${system} is not known`, isKnown: false }
    : undefined
}

const fault = (why: string, related: Pick<Finding, 'related'> = {}) => ({ why, isKnown: true, related })
