import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import type { PullRef } from '../ports/forge.ts'
import type { PullConversation } from '../ports/pull-conversation.ts'

export interface ReviewWish {
  /** Logins of the people whose approval would count and is not there. */
  readonly from: readonly string[]
  /** How many of them are needed. */
  readonly count: number
}

/** The most that GitHub lets be asked for one pull request. */
const mostAsked = 15

/**
 * Asks people who can unblock a pull request to review it: for each wish as many as are missing, not counting those who are
 * asked already. Whom of several is drawn by the number of the pull request, so that it is not always the first of the list.
 *
 * @param author login that is never asked; undefined for a deleted account
 * @returns what a person should be told: who was asked, or why nobody could be
 */
export async function requestReviews(
  ref: PullRef,
  wishes: readonly ReviewWish[],
  author: string | undefined,
  conversation: PullConversation,
): Promise<readonly string[]> {
  const isAuthor = (login: string) => author !== undefined && isSame(login, author)
  const able = wishes.map(({ from, count }) => ({ from: from.filter((login) => !isAuthor(login)), count }))
  if (able.every(({ from, count }) => from.length === 0 || count <= 0)) return []
  try {
    const asked = [...(await conversation.requestedReviewers(ref))]
    const before = asked.length
    for (const { from, count } of able) {
      const isAsked = (login: string) => asked.some((one) => isSame(one, login))
      const left = from.filter((login) => !isAsked(login))
      const wanted = Math.min(count - (from.length - left.length), left.length, mostAsked - asked.length)
      const start = left.length === 0 ? 0 : ref.number % left.length
      if (wanted > 0) asked.push(...[...left.slice(start), ...left.slice(0, start)].slice(0, wanted))
    }
    const chosen = asked.slice(before)
    if (chosen.length === 0) return []
    await conversation.requestReviewers(ref, chosen)
    return [`Asked ${chosen.join(', ')} to review it.`]
  } catch (error) {
    if (!(error instanceof ForgeRefused) && !(error instanceof ForgeUnreachable)) throw error
    return [`Nobody was asked to review it: ${error.message}.`]
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
