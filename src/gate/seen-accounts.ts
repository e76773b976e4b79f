import type { DeploymentFacts, ForgeAccount, PullRequestFacts } from '../model/facts.ts'

/**
 * Every account that the forge itself named, number and login together. Co-authors are left out: theirs stand in the text of a
 * commit, where whoever writes it chooses the login beside the number.
 */
export function* accountsIn(facts: PullRequestFacts): Iterable<ForgeAccount> {
  const { pull, reviews, headChanges, commits, permissions, elsewhere } = facts
  const single = [pull.author, pull.requestedBy, pull.mergedBy, pull.autoMergeBy]
  const everyReview = [
    ...(reviews.known ? reviews.value : []),
    ...(elsewhere.known ? elsewhere.value.map(({ review }) => review) : []),
  ]
  const ofReviews = everyReview.flatMap(({ by, dismissedBy, editedBy }) => [by, dismissedBy, editedBy])
  const ofLabels = pull.labels.map(({ setBy }) => setBy)
  const ofChanges = headChanges.known ? headChanges.value.map(({ by }) => by) : []
  const ofCommits = commits.known
    ? commits.value.flatMap(({ parties }) =>
        parties.flatMap(({ as, account }) => (as === 'co-author' ? [] : [account])),
      )
    : []
  for (const account of [...single, ...ofReviews, ...ofLabels, ...ofChanges, ...ofCommits])
    if (account !== null) yield account
  for (const { account } of permissions) yield account
}

/** The same of a deployment: they are newer than those in the log. */
export function* accountsOfDeployment({
  deployment,
  run,
  environmentApprovals,
}: DeploymentFacts): Iterable<ForgeAccount> {
  const ofEnvironment = environmentApprovals.known ? environmentApprovals.value.map(({ by }) => by) : []
  const ofReruns = run?.reruns.known === true ? run.reruns.value.map(({ by }) => by) : []
  const single = [deployment?.creator, deployment?.requestedBy, run?.actor, run?.triggeringActor]
  for (const account of [...single, ...ofReruns, ...ofEnvironment])
    if (account !== null && account !== undefined) yield account
}
