import type { Place } from '../../model/location.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import { defineRule } from '../define-rule.ts'

export const loginBelongsToOnePerson = defineRule({
  id: 'REF-005',
  name: 'login-belongs-to-one-person',
  title: 'A login belongs to exactly one person',
  subject: 'person',
  severity: 'error',
  rationale: 'Where two people share a login, one of them can approve what the other wrote.',
  remedy: 'Remove the login from all but its owner.',
  criteria: ['CC6.1', 'CC8.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ value: person }, { model }) {
    const findings: Finding[] = []
    for (const [index, account] of (person.accounts ?? []).entries()) {
      const first = ownersOf(model).get(account.login.toLowerCase())
      const firstById = account.id === undefined ? undefined : ownersOf(model).get(`#${account.id}`)
      const other = [first, firstById].find((owner) => owner !== undefined && owner.person !== person.id)
      if (other === undefined) continue
      const key = first !== undefined && first.person !== person.id ? 'login' : 'id'
      findings.push({
        message: `The ${key === 'login' ? `login ${account.login}` : `account ${String(account.id)}`} is listed for ${person.id} and for ${other.person}`,
        at: model.people.get(person.id)?.at.locate(['accounts', index, key], 'value') ?? other.at.locate(),
        related: [{ at: other.at.locate(['accounts', other.index]), message: `listed here for ${other.person}` }],
      })
    }
    return failIfAny(findings)
  },
})

interface Owner {
  readonly person: string
  readonly at: Place
  readonly index: number
}

/** Who lists a login (small letters) or a numeric account id first; made once for each program. */
const cache = new WeakMap<ProgramModel, ReadonlyMap<string, Owner>>()

function ownersOf(model: ProgramModel): ReadonlyMap<string, Owner> {
  const known = cache.get(model)
  if (known !== undefined) return known
  const owners = new Map<string, Owner>()
  for (const { value: person, at } of model.people.values()) {
    for (const [index, { login, id }] of (person.accounts ?? []).entries()) {
      for (const key of [login.toLowerCase(), ...(id === undefined ? [] : [`#${id}`])]) {
        if (!owners.has(key)) owners.set(key, { person: person.id, at, index })
      }
    }
  }
  cache.set(model, owners)
  return owners
}
