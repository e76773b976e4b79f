import type { PullRequestFacts } from '../model/facts.ts'

export type Floor = 'write' | 'maintain' | 'admin'
type Role = PullRequestFacts['permissions'][number]['role']

/** From what says least to what may do most. */
const ladder: readonly Role[] = ['unknown', 'none', 'read', 'triage', 'write', 'maintain', 'admin']

/** The role of an account; the lowest where it is listed twice, unknown before any; unknown where it is not listed. */
export function roleOf({ permissions }: Pick<PullRequestFacts, 'permissions'>, accountId: number): Role {
  const listed = permissions.filter(({ account }) => account.id === accountId).map(({ role }) => role)
  return ladder.find((role) => listed.includes(role)) ?? 'unknown'
}

/** Whether a role is at least the floor; undefined where the role is not known. */
export const reaches = (role: Role, floor: Floor): boolean | undefined =>
  role === 'unknown' ? undefined : ladder.indexOf(role) >= ladder.indexOf(floor)
