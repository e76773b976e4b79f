import type { ForgeAccount, PullRequestFacts, Review } from '../../model/facts.ts'

type Parts = Pick<PullRequestFacts, 'reviews' | 'elsewhere'> & {
  readonly pull: Pick<PullRequestFacts['pull'], 'labels' | 'mergedBy' | 'author' | 'requestedBy'>
}

/**
 * Accounts whose permission matters to a decision, each once: who reviewed or dismissed, here and elsewhere; set a label; merged;
 * opened it, or had a machine open it.
 */
export function accountsInvolved({ reviews, elsewhere, pull }: Parts): readonly ForgeAccount[] {
  const here = reviews.known ? reviews.value : []
  const there = elsewhere.known ? elsewhere.value.map(({ review }) => review) : []
  const named = [
    ...here.map(({ by }) => by),
    ...[...here, ...there].flatMap(({ by, dismissedBy }: Review) => [by, dismissedBy]),
    ...pull.labels.map(({ setBy }) => setBy),
    pull.mergedBy,
    pull.author,
    pull.requestedBy,
  ]
  const found = new Map<number, ForgeAccount>()
  for (const account of named) if (account !== null && !found.has(account.id)) found.set(account.id, account)
  return [...found.values()]
}
