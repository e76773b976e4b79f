import { auditMerge } from '../gate/audit-merge.ts'
import { millisecondsOf } from '../model/days.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { ForgeUnreachable } from '../model/forge-fault.ts'
import { isContextOf } from '../model/gate-status-name.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { History, HistoryCommit } from '../ports/history.ts'
import { readProgram } from '../read/read-program.ts'
import { type AuditReport, type AuditRow, toAuditReport } from '../report/audit-report.ts'
import { type AuditPorts, type AuditSinceRequest, commitsBetween, presentTip, startOf } from './audit-window.ts'
import { explainCommits } from './explain-commits.ts'
import { type JudgedPullRequest, judgePullRequest } from './judge-pull-request.ts'
import { rulesAt } from './rules-at.ts'

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
  const statuses = await forge.statusHistory(repository, pull.head.sha)
  const { deviations, open, standing } = auditMerge({
    verdict,
    summary,
    verdictBefore: verdict === 'refused' ? again({ mergedBy: stranger }) : verdict,
    verdictNow: again({ mergedAt: presentOf(facts) }),
    mergedAt: pull.mergedAt,
    statuses: statuses.known
      ? { known: true, value: statuses.value.filter((status) => isContextOf(branch, status.context)) }
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
