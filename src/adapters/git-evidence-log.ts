import { join, resolve } from 'node:path'
import type { AppendedRecord } from '../evidence/grow-log.ts'
import { type AppendRequest, planAppend } from '../evidence/plan-append.ts'
import type { Expectations, VerifiedHead, VerifiedLog } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { AppendOutcome, EvidenceLog, LogHistory, LogReading } from '../ports/evidence-log.ts'
import { importCommit, productIdentity } from './git-import.ts'
import { readHistoryAt } from './git-log-history.ts'
import { LogObjectMissing, readAttachmentsAt, readLinesAt, readLogAt, verifyLogAt } from './git-log-reading.ts'
import { GitObjectsUnreadable } from './git-objects.ts'
import { type Git, GitFailed, tokenConfig } from './git-process.ts'
import { pushCommit } from './git-push.ts'
import { currentTip, headsHere, type LogPlace, OnlyTracked } from './log-place.ts'
import { fetchTip, inPrivateRepository, openPrivateRepository } from './private-repository.ts'
import { type ReadAt, readLogHere } from './read-log-here.ts'

export interface GitEvidenceLogOptions {
  readonly git: Git
  /** Path of a repository, or an address that git understands. */
  readonly remote: string
  /** Branch of the log, without refs/heads/. */
  readonly branch: string
  /** For http(s) remotes; handed to git in its environment. */
  readonly token?: string
  /** Existing folder for private repositories that are removed again. */
  readonly scratch: string
  readonly pause: (ms: number) => Promise<void>
  /** At least 0, below 1. Spreads writers that lost the same race. */
  readonly random: () => number
  /** Milliseconds of any clock that only moves forward. */
  readonly elapsed: () => number
  readonly maxTries?: number
  readonly limitMs?: number
}

/** Times that the line to the remote may be cut before an append gives up. */
const maxCuts = 4

/**
 * The log in a branch of a git repository, local or remote. An append fetches the tip into a private repository, verifies
 * it, adds one commit and pushes it as a fast-forward; a lost race starts over. The private repository holds the tip only,
 * so an append costs as much as the log is large when packed.
 */
export function gitEvidenceLog(options: GitEvidenceLogOptions): EvidenceLog {
  const { git, branch, token } = options
  const isLocal = !/^[a-z][a-z0-9+.-]*:\/\//i.test(options.remote) && !/^[^/\\]+:(?!\\)/.test(options.remote)
  const remote = isLocal ? resolve(options.remote) : options.remote
  const ref = `refs/heads/${branch}`
  const scratch = join(options.scratch, 'countersign-evidence-')
  const config = token === undefined ? [] : tokenConfig(remote, token)
  const place: LogPlace = { git, remote, isLocal, ref, branch, config, scratch: options.scratch }

  /** Brings the branch over; undefined where there is none. */
  const fetchBranch = (gitDir: string, depth: 'tip' | 'all' = 'tip') =>
    fetchTip(git, { gitDir, config }, remote, ref, async () => (await currentTip(place)) !== undefined, depth)

  /** Brings the tip over and verifies it; undefined where there is no branch. */
  async function fetchLog<Log>(
    gitDir: string,
    readAt: ReadAt<Log>,
    expected: Expectations,
  ): Promise<{ commit: string; log: Log } | undefined> {
    const commit = await fetchBranch(gitDir)
    return commit === undefined ? undefined : { commit, log: await readAt(git, { gitDir }, commit, expected) }
  }

  async function readWith<Log extends VerifiedHead>(
    readAt: ReadAt<Log>,
    expected: Expectations,
  ): Promise<LogReading<Log>> {
    try {
      if (isLocal) return await readLogHere(place, readAt, expected)
      return await inPrivateRepository(scratch, async (gitDir): Promise<LogReading<Log>> => {
        const tip = await fetchLog(gitDir, readAt, expected)
        return tip === undefined ? { kind: 'missing' } : { kind: 'read', ...tip }
      })
    } catch (error) {
      return { kind: 'unreadable', why: reasonOf(error) }
    }
  }

  async function readHistory(): Promise<LogHistory> {
    if (isLocal) {
      const tips = Object.values(await headsHere(place)).map(({ commit }) => commit)
      return tips.length === 0
        ? { kind: 'missing' }
        : { kind: 'read', ...(await readHistoryAt(git, { cwd: remote }, tips)) }
    }
    return inPrivateRepository(scratch, async (gitDir): Promise<LogHistory> => {
      const tip = await fetchBranch(gitDir, 'all')
      return tip === undefined
        ? { kind: 'missing' }
        : { kind: 'read', ...(await readHistoryAt(git, { gitDir }, [tip])) }
    })
  }

  /** Reads from the tip: a log only grows, so it has what the commit had, and digests say whether it is that. */
  async function* fromTip<T>(read: (gitDir: string, tip: string) => AsyncGenerator<T>): AsyncGenerator<T> {
    const made = await openPrivateRepository(scratch)
    try {
      const tip = await fetchBranch(made.gitDir)
      if (tip === undefined) throw new LogObjectMissing(`${remote} has no branch ${branch} any more`)
      yield* read(made.gitDir, tip)
    } finally {
      await made.remove()
    }
  }

  async function append(request: AppendRequest, gitDir: string): Promise<AppendOutcome> {
    const maxTries = options.maxTries ?? 20
    const limitMs = options.limitMs ?? 300_000
    const start = options.elapsed()
    let { expected } = request
    let why = 'other writers were always faster'
    let cuts = 0
    /** The append of a push that may have arrived. */
    let sent: Extract<AppendOutcome, { kind: 'appended' }> | undefined
    for (let tries = 1; tries <= maxTries; tries += 1) {
      if (tries > 1) {
        if (options.elapsed() - start > limitMs)
          return { kind: 'not-appended', why: `${why}; gave up after ${limitMs} ms`, tries: tries - 1 }
        await options.pause(options.random() * Math.min(5000, 50 * 2 ** tries))
      }
      let tip: Awaited<ReturnType<typeof fetchLog<VerifiedLog>>>
      try {
        tip = await fetchLog(gitDir, readLogAt, expected)
      } catch (error) {
        if (!(error instanceof GitFailed) || error.failure === 'aborted') throw error
        why = error.message
        cuts += 1
        if (cuts === maxCuts) return { kind: 'not-appended', why, tries }
        continue
      }
      const plan = planAppend(tip?.log, { ...request, expected })
      if (plan.kind === 'nothing-new' && sent !== undefined) {
        const ours = plan.present.filter(isOneOf(sent.records))
        if (ours.length > 0)
          return { ...sent, commit: tip?.commit ?? sent.commit, note: plan.note, records: ours, tries }
      }
      if (plan.kind !== 'write') return plan
      // From here on the log may only continue what was seen.
      if (tip !== undefined)
        expected = {
          ...request.expected,
          pins: [...request.expected.pins, { source: 'the head before this append', note: tip.log.note }],
        }
      const { grown, records, present, warnings } = plan
      // From the records and not from a clock, so that the same records give the same commit.
      const atSeconds = Math.floor(Date.parse(records.at(-1)?.predicate.recordedAt ?? '') / 1000)
      const signature = { who: productIdentity, atSeconds }
      const commit = await importCommit(
        git,
        { gitDir },
        {
          branch: `try-${tries}`,
          parent: tip?.commit,
          author: signature,
          committer: signature,
          message: `evidence: size ${grown.edge.size}\n`,
          files: grown.files,
          others: 'stay',
        },
      )
      const push = await pushCommit(git, { gitDir, config }, remote, commit, ref, tip === undefined)
      if (push.kind === 'refused') return { kind: 'not-appended', why: push.why, tries }
      // Even a lost race may have been won by this very push, sent twice by the transport after its first answer was cut.
      sent = { kind: 'appended', commit, note: grown.note, records: grown.appended, present, warnings, tries }
      if (push.kind === 'lost-race') continue
      if (push.kind === 'unknown') {
        why = push.why
        cuts += 1
        if (cuts === maxCuts) return { kind: 'not-appended', why, tries }
        continue
      }
      try {
        return await confirm(gitDir, request.expected, sent)
      } catch (error) {
        return { kind: 'not-appended', why: `pushed, but not seen in the log: ${reasonOf(error)}`, tries }
      }
    }
    return { kind: 'not-appended', why, tries: maxTries }
  }

  /** A push that was accepted is believed once the log is seen to have it. */
  async function confirm(
    gitDir: string,
    expected: Expectations,
    sent: Extract<AppendOutcome, { kind: 'appended' }>,
  ): Promise<AppendOutcome> {
    if ((await currentTip(place)) === sent.commit) return sent
    const pins = [...expected.pins, { source: 'this append', note: sent.note }]
    const tip = await fetchLog(gitDir, verifyLogAt, { ...expected, pins })
    if (tip === undefined)
      return {
        kind: 'bad-log',
        findings: [{ code: 'E_REF_MISSING', file: branch, message: 'the branch vanished right after the append' }],
      }
    const { findings } = tip.log.verification
    return findings.length > 0 ? { kind: 'bad-log', findings } : sent
  }

  return {
    read: (expected) => readWith(readLogAt, expected),
    verify: (expected) => readWith(verifyLogAt, expected),
    async history() {
      try {
        return await readHistory()
      } catch (error) {
        return { kind: 'unreadable', why: reasonOf(error) }
      }
    },
    async *attachments(commit, digests) {
      try {
        if (isLocal) yield* readAttachmentsAt(git, { cwd: remote }, commit, digests)
        else yield* fromTip((gitDir, tip) => readAttachmentsAt(git, { gitDir }, tip, digests))
      } catch (error) {
        throw cannotRead('attachments', error)
      }
    },
    async *lines(commit, size) {
      try {
        if (isLocal) yield* readLinesAt(git, { cwd: remote }, commit, size)
        else yield* fromTip((gitDir, tip) => readLinesAt(git, { gitDir }, tip, size))
      } catch (error) {
        throw cannotRead('records', error)
      }
    },
    async append(request) {
      try {
        return await inPrivateRepository(scratch, (gitDir) => append(request, gitDir))
      } catch (error) {
        return { kind: 'unreadable', why: reasonOf(error) }
      }
    },
  }
}

function cannotRead(what: string, error: unknown): Refusal {
  const message = `The ${what} of the evidence log cannot be read: ${reasonOf(error)}`
  return new Refusal(exitStatus.notDetermined, message, 'Fetch the evidence branch again.', { cause: error })
}

/** The very line that was sent, not the same fact recorded by somebody else. */
function isOneOf(sent: readonly AppendedRecord[]) {
  return ({ key, leafHash }: AppendedRecord) => sent.some((one) => one.key === key && one.leafHash.equals(leafHash))
}

/** What git or the repository could not give; anything else is a fault of the program and goes on. */
function reasonOf(error: unknown): string {
  const known =
    error instanceof OnlyTracked ||
    error instanceof LogObjectMissing ||
    error instanceof GitObjectsUnreadable ||
    (error instanceof GitFailed && error.failure !== 'aborted')
  if (known) return error.message
  throw error
}
