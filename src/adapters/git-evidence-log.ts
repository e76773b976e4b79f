import { join, resolve } from 'node:path'
import type { Expectations, VerifiedHead } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { EvidenceLog, LogHistory, LogReading } from '../ports/evidence-log.ts'
import { appendToLog, type Patience } from './append-to-log.ts'
import { reasonOf } from './git-log-faults.ts'
import { readHistoryAt } from './git-log-history.ts'
import { LogObjectMissing, readAttachmentsAt, readLinesAt, readLogAt, verifyLogAt } from './git-log-reading.ts'
import { type Git, tokenConfig } from './git-process.ts'
import { currentTip, headsHere, type LogPlace } from './log-place.ts'
import { fetchTip, inPrivateRepository, openPrivateRepository } from './private-repository.ts'
import { type ReadAt, readLogHere } from './read-log-here.ts'

export interface GitEvidenceLogOptions extends Patience {
  readonly git: Git
  /** Path of a repository, or an address that git understands. */
  readonly remote: string
  /** Branch of the log, without refs/heads/. */
  readonly branch: string
  /** For http(s) remotes; handed to git in its environment. */
  readonly token?: string
  /** Existing folder for private repositories that are removed again. */
  readonly scratch: string
}

/**
 * The log in a branch of a git repository, local or remote. Reading takes the whole tip; an append takes the end of it, so
 * that it costs the same for a log of any size.
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
        return await inPrivateRepository(scratch, (gitDir) => appendToLog(place, gitDir, request, options))
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
