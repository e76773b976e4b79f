import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { isActive, spanOf } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'

export const machineAccountHasOwner = defineRule({
  id: 'ACC-009',
  name: 'machine-account-has-owner',
  title: 'A machine account has an owner who is there, and no account is shared',
  subject: 'person',
  severity: 'warning',
  rationale: 'What nobody owns nobody switches off, and what several people use shows nobody who did something.',
  remedy: 'Set `owner` to a person who is active, and give each person an account of their own.',
  criteria: ['CC6.1', 'CC6.2'],
  since: '0.1.0',

  check({ value: account, at }, { model, asOf }) {
    const { id, type, owner: ownerId } = account
    if (!isActive(account, asOf)) return notApplicable('the account is not active')
    if (account.shared === true) {
      const message = `${id} is used by several people, so nobody can say who did what with it`
      return failIfAny([{ message, at: at.locate(['shared'], 'value') }])
    }
    if (type !== 'service' && type !== 'bot') return notApplicable('it is no machine account')
    if (ownerId === undefined) {
      return failIfAny([{ message: `${id} is a machine account that nobody owns`, at: at.locate(['type'], 'value') }])
    }
    const owner = model.people.get(ownerId)
    if (owner === undefined) return notApplicable('REF-002 looks for the owner')
    const isMachine = owner.value.type === 'service' || owner.value.type === 'bot'
    if (!isMachine && isActive(owner.value, asOf)) return pass
    const why = isMachine ? 'is a machine account itself' : `is active ${spanOf(owner.value)}`
    const message = `${id} is owned by ${ownerId}, who ${why}`
    return failIfAny([{ message, at: at.locate(['owner'], 'value') }])
  },
})
