import { continues } from '../evidence/audit-branch.ts'
import { auditMerge } from '../gate/audit-merge.ts'
import { millisecondsOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { ForgeUnreachable } from '../model/forge-fault.ts'
import { contextFor } from '../model/gate-status-name.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { History, HistoryCommit } from '../ports/history.ts'
import { readProgram } from '../read/read-program.ts'
import { type AuditReport, type AuditRow, toAuditReport } from '../report/audit-report.ts'
import { explainCommits } from './explain-commits.ts'
import { type JudgedPullRequest, judgePullRequest } from './judge-pull-request.ts'
import { rulesAt } from './rules-at.ts'

export interface AuditSinceRequest {
  readonly repository: RepositoryName
  readonly branch: string
  /** A commit that the branch was at, or the first day (YYYY-MM-DD, UTC) that is looked at. */
  readonly since: { readonly revision: string } | { readonly day: string }
  /** Login of the only account that posts the status of the gate. */
  readonly poster: string
}

interface AuditPorts {
  readonly forge: Forge
  readonly history: History
}

/** Merges that one run judges: each costs some twenty requests, and a token has a few thousand an hour. */
const mostMerges = 250
/** Answers that may be missing in a row; then the forge is taken for gone. */
const mostSilences = 3

/**
 * Looks at every commit that came to the protected branch since then and decides each merge again, as of its merge, from facts
 * that are collected anew and by the rules of the commit before it. Records nothing.
 *
 * @throws Refusal where it is not known which commits those are; ForgeRefused, ForgeUnreachable
 */
export async function auditSince(request: AuditSinceRequest, ports: AuditPorts): Promise<AuditReport> {
  const { repository, branch, poster } = request
  const { history } = ports
  const to = await presentTip(request, ports)
  const from = await startOf(request, ports)
  const head = { repository: `${repository.owner}/${repository.name}`, branch, poster, from: from ?? null, to }
  const commits = await commitsBetween(from, to, request, history)
  if (commits === undefined) return toAuditReport({ ...head, rewritten: true, rows: [] })
  const rows = await rowsOf(commits, request, ports)
  return toAuditReport({
    ...head,
    rewritten: false,
    rows: commits.map((commit) => rows.get(commit.sha) ?? left(commit)),
  })
}

/** The branch as the forge has it: a clone may be behind, and what it lacks must not pass unseen. */
async function presentTip({ repository, branch }: AuditSinceRequest, { forge, history }: AuditPorts): Promise<string> {
  const tip = await forge.branchTip(repository, branch)
  if (tip === undefined)
    throw new Refusal(exitStatus.notDetermined, `The forge has no branch ${branch}`, 'Check `protectedBranch`.')
  if ((await history.resolve(tip)) !== tip)
    throw new Refusal(
      exitStatus.notDetermined,
      `${branch} is at ${tip}, which is not in this clone`,
      'Fetch the branch.',
    )
  return tip
}

/** Commit after which is looked; undefined: from the first. */
async function startOf(
  { repository, branch, since }: AuditSinceRequest,
  { forge, history }: AuditPorts,
): Promise<string | undefined> {
  if ('revision' in since) {
    const found = await history.resolve(since.revision)
    if (found !== undefined) return found
    const remedy = 'Give a commit that the branch was at, or a day as YYYY-MM-DD; fetch all of it (`fetch-depth: 0`).'
    throw new Refusal(exitStatus.notDetermined, `git knows no commit ${since.revision}`, remedy)
  }
  // Dates in commits are chosen by whoever writes them: only the server knows where the branch was.
  const tip = await forge.branchTipAt(repository, branch, `${since.day}T00:00:00Z`)
  if (tip.known) return tip.value ?? undefined
  const what = `Where ${branch} was on ${since.day} is not known: ${tip.why.replace(/\.$/, '')}`
  throw new Refusal(exitStatus.notDetermined, what, 'Give a commit with --since instead.')
}

/** undefined: the branch does not continue what the server saw it at. */
async function commitsBetween(
  from: string | undefined,
  to: string,
  { branch, since }: AuditSinceRequest,
  history: History,
): Promise<readonly HistoryCommit[] | undefined> {
  if (await history.isShallow())
    throw new Refusal(exitStatus.notDetermined, 'The clone is shallow', 'Fetch all of it (`fetch-depth: 0`).')
  const isHere = from === undefined || (await history.resolve(from)) === from
  const commits = isHere ? await history.firstParent(to, from) : []
  if (isHere && (from === undefined || continues(commits, from, to))) return commits
  if ('day' in since) return undefined
  const what = `${branch} does not continue ${since.revision}: it was never its tip, or the branch was rewritten`
  throw new Refusal(exitStatus.notDetermined, what, 'Give a commit on the first-parent line of the branch.')
}

async function rowsOf(
  commits: readonly HistoryCommit[],
  request: AuditSinceRequest,
  { forge, history }: AuditPorts,
): Promise<ReadonlyMap<string, AuditRow>> {
  const { repository, branch } = request
  const rows = new Map<string, AuditRow>()
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  let silences = 0
  const question = { repository, branch, commits, known: new Set<string>(), most: mostMerges }
  for await (const found of explainCommits(question, forge)) {
    const { commit } = found
    if (found.kind === 'more') break
    silences = found.kind === 'unread' && found.error instanceof ForgeUnreachable ? silences + 1 : 0
    if (found.kind === 'unread')
      rows.set(commit.sha, { ...left(commit), open: [found.error.message.replace(/\.$/, '')] })
    else if (found.kind === 'unexplained') rows.set(commit.sha, await pushedRow(commit, history))
    else {
      const row = await mergedRow(found.judged, found.landing.baseShaBefore, request, { forge, history })
      for (const sha of found.landing.landed) {
        const landed = bySha.get(sha)
        if (landed !== undefined) rows.set(sha, { ...row, ...nameOf(landed) })
      }
    }
    if (silences === mostSilences) break
  }
  return rows
}

const nameOf = ({ sha, subject }: HistoryCommit) => ({ commit: sha, subject })

const nothingKnown = {
  pull: null,
  head: null,
  verdict: null,
  mergedBy: null,
  mergedAt: null,
  status: null,
  deviations: [],
} as const

/** A commit that was not looked at. */
const left = (commit: HistoryCommit): AuditRow => ({
  ...nothingKnown,
  ...nameOf(commit),
  open: ['it was not looked at: too many merges for one run, or the forge stopped answering'],
})

/** Before the first rules there was no gate to push past. */
async function pushedRow(commit: HistoryCommit, history: History): Promise<AuditRow> {
  const [parent] = commit.parents
  const isBefore = parent === undefined || (await hasNoProgram(parent, history))
  return isBefore
    ? { ...nothingKnown, ...nameOf(commit), verdict: 'not-applicable', open: [] }
    : {
        ...nothingKnown,
        ...nameOf(commit),
        deviations: [{ kind: 'direct-push', why: 'no merged pull request brought this commit' }],
        open: [],
      }
}

/** Rules that cannot be read are rules. */
async function hasNoProgram(commit: string, history: History): Promise<boolean> {
  const { files, settings } = await rulesAt(history, commit)
  const { model, problems } = readProgram(files)
  return settings === undefined && problems.length === 0 && model.gateRules.length === 0
}

async function mergedRow(
  { facts, decision }: JudgedPullRequest,
  rulesSha: string,
  { repository, branch, poster }: AuditSinceRequest,
  { forge, history }: AuditPorts,
): Promise<AuditRow> {
  const { pull } = facts
  const { verdict, summary } = decision
  const isOpen = verdict === 'pending' || verdict === 'refused'
  const source = isOpen ? await rulesAt(history, rulesSha) : undefined
  const again = (over: Partial<typeof pull>): GateVerdict =>
    source === undefined ? verdict : judgePullRequest({ ...facts, pull: { ...pull, ...over } }, source).decision.verdict
  const statuses = await forge.statusesOf(repository, pull.head.sha)
  const context = contextFor(branch)
  const { deviations, open, standing } = auditMerge({
    verdict,
    summary,
    verdictBefore: verdict === 'refused' ? again({ mergedBy: stranger, autoMergeBy: null }) : verdict,
    verdictNow: again({ mergedAt: presentOf(facts) }),
    mergedAt: pull.mergedAt,
    statuses: statuses.known
      ? { known: true, value: statuses.value.filter((status) => status.context === context) }
      : statuses,
    poster,
  })
  return {
    commit: '',
    subject: '',
    pull: { number: pull.number, title: pull.title },
    head: pull.head.sha,
    verdict,
    mergedBy: pull.mergedBy?.login ?? null,
    mergedAt: pull.mergedAt,
    status: standing === undefined ? null : { state: standing.state, by: standing.by?.login ?? null, at: standing.at },
    deviations,
    open,
  }
}

/** The clock here may be behind that of the server: what it has seen has happened. */
function presentOf({ collectedAt, reviews }: PullRequestFacts): string {
  const moments = reviews.known ? reviews.value.flatMap(({ submittedAt }) => submittedAt ?? []) : []
  return moments.reduce((last, at) => (millisecondsOf(at) > millisecondsOf(last) ? at : last), collectedAt)
}

/** Nobody: a person without another part in any change. */
const stranger = { id: Number.MAX_SAFE_INTEGER, login: 'nobody', type: 'user' } as const
