import type { PullRequestFacts } from '../model/facts.ts'

export type Floor = 'write' | 'maintain' | 'admin'
type Role = PullRequestFacts['permissions'][number]['role']

const rank: Readonly<Record<Exclude<Role, 'unknown'>, number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
}

/** The role of an account; the lowest where it is listed twice; unknown where it is not listed. */
export function roleOf({ permissions }: Pick<PullRequestFacts, 'permissions'>, accountId: number): Role {
  let lowest: Role = 'unknown'
  for (const { account, role } of permissions) {
    if (account.id !== accountId) continue
    if (role === 'unknown') return 'unknown'
    if (lowest === 'unknown' || rank[role] < rank[lowest]) lowest = role
  }
  return lowest
}

/** Whether a role is at least the floor; undefined where the role is not known. */
export const reaches = (role: Role, floor: Floor): boolean | undefined =>
  role === 'unknown' ? undefined : rank[role] >= rank[floor]
