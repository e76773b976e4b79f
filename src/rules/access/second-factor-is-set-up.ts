import { dayOf } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { itemsAs } from '../read-datasets.ts'
import { rolesHeldOn } from './access-method.ts'
import { usableAccounts } from './imported-accounts.ts'

export const secondFactorIsSetUp = defineRule({
  id: 'ACC-008',
  name: 'second-factor-is-set-up',
  title: 'Who holds a role that needs a second factor has one in every system that was read',
  subject: 'read-dataset',
  severity: 'error',
  rationale: 'A password alone is stolen, guessed and used again. The roles that need more are those that can do most.',
  remedy: 'Set up a second factor, or let the system let nobody in without one and say so in its EvidenceSource.',
  criteria: ['CC6.1', 'CC6.6'],
  since: '0.2.0',
  needs: 'log',
  datasets: ['access-list'],

  check(reading, context) {
    const { model, timezone } = context
    const { data } = reading.record
    if (data.dataset !== 'access-list') return notApplicable('it is no list of accounts')
    const items = itemsAs('access-list', reading)
    if (items === undefined) return notDetermined(reading.why ?? 'its items are not known')
    const day = dayOf(data.to, timezone)
    const needed = usableAccounts(model, data.system, items).flatMap(({ account, items: own, person }) => {
      const roles = person === undefined ? [] : [...rolesHeldOn(context, person.value.id, day)]
      const role = roles.find((id) => model.roles.get(id)?.value.mfaRequired === true)
      return person === undefined || role === undefined ? [] : [{ account, own, person, role }]
    })
    if (needed.length === 0) return notApplicable('nobody in it holds a role that needs a second factor')
    const without = needed.flatMap(({ account, own, person, role }): Finding[] => {
      if (!own.some(({ mfa }) => mfa === false)) return []
      const message = `${person.value.id} holds ${role}, and ${account} of ${data.system} has no second factor`
      const related = [{ at: person.at.locate(['id'], 'value'), message: 'the person' }]
      return [{ message, at: reading.at.locate(), related }]
    })
    const unclear = needed.find(({ own }) => own.some(({ mfa }) => mfa === null))
    return without.length === 0 && unclear !== undefined
      ? notDetermined(`whether ${unclear.account} of ${data.system} has a second factor could not be read`)
      : failIfAny(without)
  },
})
