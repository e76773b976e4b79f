import type { PullRequestFacts, Review } from '../model/facts.ts'
import { Impossible, momentText, type World } from './simulation-world.ts'

/** Somebody approves, or asks for changes. */
export function giveReview(
  { by: name, commit }: { readonly by: string; readonly commit?: string },
  state: 'approved' | 'changes-requested',
  world: World,
): string {
  const by = world.account(name)
  const sha = commit === undefined ? world.facts.pull.head.sha : commitNamed(commit, world.facts)
  const { reviews, pull } = world.facts
  if (!reviews.known) world.notes.add('The reviews are not known, so one more changes nothing.')
  else {
    const added: Review = {
      id: reviews.value.reduce((most, { id }) => Math.max(most, id), 0) + 1,
      by,
      state,
      commit: sha,
      submittedAt: momentText(world.atMs),
      dismissedBy: null,
      stateBeforeDismissal: null,
      editedBy: null,
      url: pull.url,
      namedCommits: [],
    }
    world.facts = { ...world.facts, reviews: { known: true, value: [...reviews.value, added] } }
  }
  return `${by.login} ${state === 'approved' ? 'approves' : 'asks for changes to'} ${sha.slice(0, 7)}`
}

function commitNamed(name: string, { pull, commits, reviews }: PullRequestFacts): string {
  const known = new Set([
    pull.head.sha,
    ...(commits.known ? commits.value.map(({ sha }) => sha) : []),
    ...(reviews.known ? reviews.value.flatMap(({ commit }) => commit ?? []) : []),
  ])
  const meant = [...known].filter((sha) => sha.startsWith(name))
  const [only] = meant
  if (meant.length === 1 && only !== undefined) return only
  if (meant.length === 0 && name.length === pull.head.sha.length) return name
  throw new Impossible(
    meant.length === 0 ? `the facts know no commit ${name}` : `${meant.length} commits begin with ${name}`,
  )
}

/** What somebody said of it is dismissed: all of it, whether it approved or objected. */
export function dismissReviews({ of, by }: { readonly of: string; readonly by?: string }, world: World): string {
  const reviewer = world.account(of)
  const dismisser = by === undefined ? null : world.account(by)
  const { reviews } = world.facts
  if (!reviews.known) throw new Impossible(`the reviews are not known, so none of ${reviewer.login} can be dismissed`)
  const stands = ({ by: account, state }: Review) =>
    account?.id === reviewer.id && (state === 'approved' || state === 'changes-requested')
  if (!reviews.value.some(stands)) throw new Impossible(`${reviewer.login} has given no review that could be dismissed`)
  const value = reviews.value.map((one): Review => {
    if (!stands(one)) return one
    const before = one.state === 'approved' ? 'approved' : 'changes-requested'
    return {
      ...one,
      state: 'dismissed',
      stateBeforeDismissal: before,
      dismissedBy: dismisser,
      dismissedAt: momentText(world.atMs),
    }
  })
  world.facts = { ...world.facts, reviews: { known: true, value } }
  return `${dismisser?.login ?? 'somebody'} dismisses the review of ${reviewer.login}`
}
