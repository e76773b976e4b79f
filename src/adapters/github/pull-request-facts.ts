import type { ChangedFile, PullFacts, PullRequestFacts, Reading, Review } from '../../model/facts.ts'
import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { FactsWanted, PullRef } from '../../ports/forge.ts'
import { accountsInvolved } from './accounts-involved.ts'
import { readBranchRules } from './branch-rules.ts'
import { readBranchTip } from './branch-tip.ts'
import { readChangeFiles } from './change-files.ts'
import { type ChangedBlob, readChangedFiles } from './changed-files.ts'
import { readChecks } from './checks.ts'
import type { Session } from './client.ts'
import { teamsThatOwn } from './code-owner-teams.ts'
import { readCodeOwners } from './code-owners.ts'
import { mostCommits, readCommits } from './commits.ts'
import { readElsewhere } from './elsewhere.ts'
import { endpoints } from './endpoints.ts'
import { readEnvironmentStates } from './environment-states.ts'
import { withModes } from './file-modes.ts'
import { readHeadChanges } from './head-changes.ts'
import { withSetters } from './labels.ts'
import { newestEventOf } from './newest-event.ts'
import { toPull } from './pull.ts'
import { dismissalsOf, type PullEvent, readPullEvents } from './pull-events.ts'
import type { PullQuestion } from './pull-question.ts'
import { type PullRange, readPullRange } from './pull-range.ts'
import { notKnown, readingOf } from './reading.ts'
import { readReviews, withDismissals } from './reviews.ts'
import { readRoles } from './roles.ts'
import { readTeams } from './team-members.ts'
import { readWorkflowRuns } from './workflow-runs.ts'

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
  const question = { pull, parameters: { owner: repository.owner, repo: repository.name }, number, about }
  const { head } = pull.facts

  // First, for without it nothing is to be had: rules are read from there, and an older tip would be older rules.
  const { ref } = pull.facts.base
  const tip = wanted.base?.ref === ref ? wanted.base.sha : await readBranchTip(session, repository, ref)
  // The base of a merged pull request may be gone; then its commit is the one that the pull request names.
  const base = { ref, sha: tip ?? pull.facts.base.sha }
  // What a merged one was compared with, and whose code owners counted: the tip of the base has moved past it.
  const start = pull.facts.merged ? pull.facts.base.sha : base.sha
  const range = rangeWhereNeeded(session, question, start, wanted)
  const files = readFiles(session, question, range, wanted)
  const events = readPullEvents(session, question)
  const people = readPeople(session, question, events)
  const asked = async <T>(flag: boolean | undefined, what: string, read: () => Promise<Reading<T>>) =>
    flag === true ? await read() : notKnown(`${what} were not asked for.`)

  const [{ labels, titleChanges, reviews, elsewhere, permissions }, commits, changed, headChanges] = await Promise.all([
    people,
    readCommits(session, question, range),
    files,
    readHeadChanges(session, question, events),
  ])
  const listed: Reading<ChangedFile> = changed.known
    ? { known: true, value: changed.value.map(({ file }) => file) }
    : changed
  const codeOwners = await asked(wanted.codeOwners, 'Code owners', () => readCodeOwners(session, repository, start))
  const [teams, changeFiles, checks, workflowRuns, environmentStates, branchRules] = await Promise.all([
    readTeams(session, [...wanted.githubTeams, ...teamsThatOwn(listed, codeOwners)]),
    readChangeFiles(session, question, changed, wanted.programFolder),
    asked(wanted.checks, 'Checks', () => readChecks(session, repository, head.sha)),
    asked(wanted.workflowRuns, 'Workflow runs', () => readWorkflowRuns(session, question)),
    asked(wanted.environmentStates, 'Deployments', () => readEnvironmentStates(session, repository, head.sha)),
    asked(wanted.branchRules, 'Rules of the branch', () => readBranchRules(session, question)),
  ])
  return {
    schema: 'countersign/pull-request-facts/v1',
    collectedAt,
    repository,
    pull: { ...pull.facts, base, labels, titleChanges },
    commits,
    reviews,
    files: listed,
    headChanges,
    permissions,
    teams,
    changeFiles,
    checks,
    workflowRuns,
    environmentStates,
    codeOwners,
    elsewhere,
    branchRules,
    // Only whoever was started by an event knows it.
    trigger: null,
    newestEvent: newestEventOf(reviews, headChanges, dismissalsOf(await events), pull.facts),
  }
}

/** The comparison of a commit of the base and the head, where it saves pages of commits or says where the diff starts. */
function rangeWhereNeeded(
  session: Session,
  { pull: { facts, repository } }: PullQuestion,
  start: string,
  { modes }: FactsWanted,
): Promise<Reading<PullRange>> | undefined {
  const { commits } = facts.totals
  if (commits > mostCommits || (commits <= 100 && modes !== true)) return undefined
  return readingOf(async () => [await readPullRange(session, repository, [start, facts.head.sha], commits)])
}

async function readFiles(
  session: Session,
  question: PullQuestion,
  range: Promise<Reading<PullRange>> | undefined,
  { modes }: FactsWanted,
): Promise<Reading<ChangedBlob>> {
  const files = readChangedFiles(session, question)
  if (modes !== true || range === undefined) return await files
  return await withModes(session, question, await files, await range)
}

type People = Pick<PullFacts, 'labels' | 'titleChanges'> &
  Pick<PullRequestFacts, 'reviews' | 'elsewhere' | 'permissions'>

/** The newest so many changes of the title; the limit of the schema. */
const mostTitleChanges = 1000

async function readPeople(
  session: Session,
  question: PullQuestion,
  reading: Promise<Reading<PullEvent>>,
): Promise<People> {
  const [events, listed, elsewhere] = await Promise.all([
    reading,
    readReviews(session, question),
    readElsewhere(session, question),
  ])
  const happened = events.known ? events.value : []
  const { facts } = question.pull
  const labels = withSetters(
    facts.labels,
    happened.flatMap((event) => (event.kind === 'label' ? [event.label] : [])),
  )
  const titleChanges = happened.flatMap((event) => (event.kind === 'title' ? [event.change] : []))
  const reviews = withDismissals(fewEnough(listed, session), dismissalsOf(events))
  const involved = accountsInvolved({ reviews, elsewhere, pull: { ...facts, labels } })
  return {
    labels,
    titleChanges: titleChanges.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-mostTitleChanges),
    reviews,
    elsewhere,
    permissions: await readRoles(session, question, involved.slice(0, session.limits.accounts)),
  }
}

function fewEnough(reviews: Reading<Review>, { limits }: Session): Reading<Review> {
  const reviewers = new Set((reviews.known ? reviews.value : []).map(({ by }) => by?.id))
  return reviewers.size <= limits.accounts ? reviews : notKnown(`More than ${limits.accounts} accounts reviewed it.`)
}
