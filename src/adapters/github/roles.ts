import type { ForgeAccount, PullRequestFacts, Reading, Review } from '../../model/facts.ts'
import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, toObject } from './json.ts'
import type { PullQuestion } from './pull-question.ts'

type Permission = PullRequestFacts['permissions'][number]

const roles = new Map<unknown, Permission['role']>([
  ['admin', 'admin'],
  ['maintain', 'maintain'],
  ['write', 'write'],
  ['triage', 'triage'],
  ['read', 'read'],
  ['none', 'none'],
])

/**
 * What every account that reviewed may do now, in the order of their first reviews, and then the author: whether one approval is
 * enough depends on it. `unknown` where it was not to be read.
 */
export async function readRoles(
  session: Session,
  question: PullQuestion,
  reviews: Reading<Review>,
): Promise<readonly Permission[]> {
  const reviewers = reviewersOf(reviews)
  const { author } = question.pull.facts
  const isNew = author !== null && author.type === 'user' && reviewers.every(({ id }) => id !== author.id)
  const accounts = isNew ? [...reviewers, author] : reviewers
  return await Promise.all(
    accounts.map(async (account) => ({ account, role: await readRole(session, question, account) })),
  )
}

export function reviewersOf(reviews: Reading<Review>): readonly ForgeAccount[] {
  const found = new Map<number, ForgeAccount>()
  for (const { by } of reviews.known ? reviews.value : []) if (by !== null && !found.has(by.id)) found.set(by.id, by)
  return [...found.values()]
}

/** What one account may do now. */
export async function readRole(
  session: Session,
  { parameters, about }: Pick<PullQuestion, 'parameters' | 'about'>,
  account: ForgeAccount,
): Promise<Permission['role']> {
  try {
    const { data } = await session.ask(endpoints.role, { ...parameters, username: account.login }, about)
    return toRole(toObject(data, 'a permission'), account)
  } catch (error) {
    if (error instanceof ForgeRefused) return error.status === 404 ? 'none' : 'unknown'
    if (error instanceof ForgeUnreachable) return 'unknown'
    throw error
  }
}

/**
 * `role_name` is the role itself; `permission` folds maintain into write and triage into read. A role of the organisation's own
 * is counted as the base role that `permission` gives for it. The answer must be about the same account: a login can have
 * changed hands since the review.
 */
function toRole(answer: ReturnType<typeof toObject>, account: ForgeAccount): Permission['role'] {
  const { role_name: name, permission, user } = answer
  if (isObject(user) && user['id'] !== account.id) return 'unknown'
  const role = roles.get(name)
  if (role !== undefined) return role
  return typeof name === 'string' && name !== '' ? (roles.get(permission) ?? 'unknown') : 'unknown'
}
