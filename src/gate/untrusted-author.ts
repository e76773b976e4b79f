import type { PullRequestFacts } from '../model/facts.ts'
import { type FindActor, isGhost } from './actors.ts'
import { reaches, roleOf } from './permissions.ts'
import type { Obstacle } from './summarise.ts'

/**
 * Two trusted people must have seen every change. An author who may write is one of them; one who may not is none, so that a
 * single approval is not enough, whatever the rules ask for. Machines are left out: the rules say what a change by one needs.
 *
 * @param counted people whose approval counts
 * @see SLSA v1.2, source track, two-party review
 */
export function untrustedAuthor(facts: PullRequestFacts, actorOf: FindActor, counted: number): Obstacle | undefined {
  const author = facts.pull.requestedBy ?? facts.pull.author
  if (counted > 1 || author === null || isGhost(author) || author.type !== 'user') return undefined
  const mayWrite = reaches(roleOf(facts, author.id), 'write')
  if (mayWrite === true) return undefined
  const { name } = actorOf(author)
  return mayWrite === false
    ? { verdict: 'pending', message: `the author, ${name}, may not write here: two people must approve it` }
    : { verdict: 'not-determined', message: `whether the author, ${name}, may write here could not be read` }
}
