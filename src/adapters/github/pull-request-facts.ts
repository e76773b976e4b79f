import type { PullRequestFacts, Reading } from '../../model/facts.ts'
import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { FactsWanted, PullRef } from '../../ports/forge.ts'
import { readBranchTip } from './branch-tip.ts'
import { readChangeFiles } from './change-files.ts'
import { readChangedFiles } from './changed-files.ts'
import type { Session } from './client.ts'
import { readCommits } from './commits.ts'
import { endpoints } from './endpoints.ts'
import { readHeadChanges } from './head-changes.ts'
import { newestEventOf } from './newest-event.ts'
import { toPull } from './pull.ts'
import { notKnown } from './reading.ts'
import { readReviews, withDismissals } from './reviews.ts'
import { readRoles, reviewersOf } from './roles.ts'
import { readTeams } from './team-members.ts'
import { readTimeline } from './timeline.ts'

/** See `Forge.pullRequestFacts`. Lists are read beside each other; the client lets few requests through at once. */
export async function readPullRequestFacts(
  session: Session,
  { owner, name, number }: PullRef,
  wanted: FactsWanted,
  collectedAt: string,
): Promise<PullRequestFacts> {
  const about = `${owner}/${name}#${number}`
  const { data } = await session.ask(endpoints.pull, { owner, repo: name, pull_number: number }, about)
  const pull = toPull(data)
  if (pull.facts.number !== number) throw new ForgeUnreachable(`with the pull request that was asked for (${about})`)
  // By the names the forge gives: the repository may have been renamed since.
  const { repository } = pull
  const question = { pull, parameters: { owner: repository.owner, repo: repository.name }, about }

  // First, for without it nothing is to be had: rules are read from there, and an older tip would be older rules.
  const tip = await readBranchTip(session, repository, pull.facts.base.ref)
  const timeline = readTimeline(session, question)
  const blobs = readChangedFiles(session, question)
  const listedReviews = readReviews(session, question)
  const [commits, reviews, files, headChanges, dismissals, permissions, teams, changeFiles] = await Promise.all([
    readCommits(session, question),
    listedReviews,
    blobs,
    readHeadChanges(
      session,
      question,
      timeline.then((read) => picked(read, (entry) => (entry.kind === 'head' ? [entry.change] : []))),
    ),
    timeline.then((read) => picked(read, (entry) => (entry.kind === 'dismissal' ? [entry.dismissal] : []))),
    listedReviews.then((read) => (tooMany(read, session) ? [] : readRoles(session, question, read))),
    readTeams(session, wanted.githubTeams),
    blobs.then((read) => readChangeFiles(session, question, read, wanted.programFolder)),
  ])
  const allReviews = tooMany(reviews, session)
    ? notKnown(`More than ${session.limits.reviewers} accounts reviewed it.`)
    : withDismissals(reviews, dismissals)
  return {
    schema: 'countersign/pull-request-facts/v1',
    collectedAt,
    repository,
    // The base of a merged pull request may be gone; then its commit is the one that the pull request names.
    pull: { ...pull.facts, base: { ref: pull.facts.base.ref, sha: tip ?? pull.facts.base.sha } },
    commits,
    reviews: allReviews,
    files: picked(files, ({ file }) => [file]),
    headChanges,
    permissions,
    teams,
    changeFiles,
    checks: notKnown('Checks were not asked for.'),
    workflowRuns: notKnown('Workflow runs were not asked for.'),
    environmentStates: notKnown('Deployments were not asked for.'),
    codeOwners: notKnown('Code owners were not asked for.'),
    elsewhere: { known: true, value: [] },
    branchRules: notKnown('Rules of the branch were not asked for.'),
    trigger: null,
    newestEvent: newestEventOf(allReviews, headChanges, dismissals, pull.facts),
  }
}

const tooMany = (reviews: Parameters<typeof reviewersOf>[0], { limits }: Session): boolean =>
  reviewersOf(reviews).length > limits.reviewers

function picked<From, To>(reading: Reading<From>, pick: (value: From) => readonly To[]): Reading<To> {
  return reading.known ? { known: true, value: reading.value.flatMap(pick) } : reading
}
