import type { PullRequestFacts } from '../model/facts.ts'
import { rememberedBy } from './remembered-by.ts'

export type Floor = 'write' | 'maintain' | 'admin'
type Role = PullRequestFacts['permissions'][number]['role']

/** From what says least to what may do most. */
const ladder: readonly Role[] = ['unknown', 'none', 'read', 'triage', 'write', 'maintain', 'admin']

/** The role of an account; the lowest where it is listed twice, unknown before any; unknown where it is not listed. */
export const roleOf = ({ permissions }: Pick<PullRequestFacts, 'permissions'>, accountId: number): Role =>
  lowestRoles(permissions).get(accountId) ?? 'unknown'

const lowestRoles = rememberedBy((permissions: PullRequestFacts['permissions']): ReadonlyMap<number, Role> => {
  const lowest = new Map<number, Role>()
  for (const { account, role } of permissions) {
    const known = lowest.get(account.id)
    if (known === undefined || ladder.indexOf(role) < ladder.indexOf(known)) lowest.set(account.id, role)
  }
  return lowest
})

/** Whether a role is at least the floor; undefined where the role is not known. */
export const reaches = (role: Role, floor: Floor): boolean | undefined =>
  role === 'unknown' ? undefined : ladder.indexOf(role) >= ladder.indexOf(floor)
