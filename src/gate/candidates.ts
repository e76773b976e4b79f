import type { PullRequestFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Person } from '../model/records.ts'
import { keyOfPerson, nameOfPerson } from './actors.ts'
import type { Contributors } from './contributors.ts'
import type { Candidate } from './gate-decision.ts'
import { type Floor, reaches, roleOf } from './permissions.ts'
import { rememberedBy } from './remembered-by.ts'
import { approverKeys, type Vote } from './votes.ts'

export interface CandidateContext {
  readonly facts: PullRequestFacts
  readonly model: ProgramModel
  readonly contributors: Contributors
  readonly excluded: ReadonlyMap<string, string>
  readonly votes: readonly Vote[]
}

/**
 * Says who of these people could still give the approvals that are missing; or, where they are too few, that the rule cannot
 * be met and why each one is out, so that nobody waits for an approval that cannot come.
 */
export function whoIsLeft(
  people: readonly string[],
  missing: number,
  context: CandidateContext,
  options: { readonly floor?: Floor; readonly except?: ReadonlyMap<string, string> } = {},
): { readonly text: string; readonly able: readonly Candidate[] } {
  const left: Person[] = []
  const out: string[] = []
  for (const id of people) {
    const person = context.model.people.get(id)?.value
    if (person === undefined) continue
    const key = keyOfPerson(id)
    if (approverKeys(context.votes).has(key) && options.except?.has(key) !== true) continue
    const [reason] = [
      ...(context.contributors.reasons.get(key) ?? []),
      ...[context.excluded.get(key), options.except?.get(key), accountReason(id, context, options.floor)].filter(
        (text) => text !== undefined,
      ),
    ]
    if (reason === undefined) left.push(person)
    else out.push(`${nameOfPerson(person)} ${reason}`)
  }
  const able = left.map(({ id, accounts }) => ({ person: id, login: accounts?.[0]?.login }))
  const names = left.map(nameOfPerson)
  if (able.length >= missing) return { able, text: `from ${listed(names, 'or')}` }
  const excluded = out.length === 0 ? 'no such person is active in People' : out.join('; ')
  if (able.length === 0) return { able, text: `but nobody is left who may approve: ${excluded}` }
  return { able, text: `but only ${listed(names, 'and')} is left who may approve: ${excluded}` }
}

function accountReason(id: string, { facts, model }: CandidateContext, floor: Floor = 'write'): string | undefined {
  const accounts = model.people.get(id)?.value.accounts ?? []
  if (accounts.length === 0) return 'has no account in People'
  // Permissions are read for people who reviewed; whoever did not may have any.
  const { ids, logins } = listedAccounts(facts.permissions)
  const roles = accounts.flatMap(({ id: pinned, login }) => {
    const listed = pinned !== undefined && ids.has(pinned) ? pinned : logins.get(login.toLowerCase())
    return listed === undefined ? [] : [roleOf(facts, listed)]
  })
  const tooLow = roles.length === accounts.length && roles.every((role) => reaches(role, floor) === false)
  return tooLow ? `has less than ${floor} permission` : undefined
}

const listedAccounts = rememberedBy((permissions: PullRequestFacts['permissions']) => ({
  ids: new Set(permissions.map(({ account }) => account.id)),
  logins: new Map(permissions.map(({ account }) => [account.login.toLowerCase(), account.id])),
}))

/** `ana, ben or cleo`; at most four by name. */
export function listed(names: readonly string[], word: 'or' | 'and'): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  return shown.length < 2 ? (shown[0] ?? 'nobody') : `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)}`
}
