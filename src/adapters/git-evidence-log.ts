import { join, resolve } from 'node:path'
import type { AppendedRecord } from '../evidence/grow-log.ts'
import { type AppendRequest, planAppend } from '../evidence/plan-append.ts'
import type { Expectations, VerifiedLog } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { AppendOutcome, EvidenceLog, LogReading } from '../ports/evidence-log.ts'
import { importCommit, productIdentity } from './git-import.ts'
import { LogObjectMissing, readAttachmentsAt, readLinesAt, readLogAt } from './git-log-reading.ts'
import { GitObjectsUnreadable } from './git-objects.ts'
import { type Git, GitFailed, tokenConfig } from './git-process.ts'
import { pushCommit } from './git-push.ts'
import { readRefs } from './git-refs.ts'
import { fetchTip, inPrivateRepository, openPrivateRepository } from './private-repository.ts'

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

interface Head {
  readonly name: string
  readonly commit: string
}

/** A remote that has the branch only as a copy of somebody else's. */
class OnlyTracked extends Error {
  override readonly name = 'OnlyTracked'
}

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

  /** Commit that the branch is at; undefined where there is no branch. */
  async function currentTip(): Promise<string | undefined> {
    const tracked = `refs/remotes/*/${branch}`
    const args = ['ls-remote', '--quiet', '--', remote, ref, ...(isLocal ? [tracked] : [])]
    const listed = (await git.text({ args, config, cwd: options.scratch })).split('\n')
    const found = new Map(listed.map((line) => [line.split('\t')[1] ?? '', line.split('\t')[0] ?? '']))
    const tip = found.get(ref)
    // A new branch here would be a second log beside the one it was cloned from.
    const elsewhere = [...found.keys()].find((name) => name.startsWith('refs/remotes/'))
    if (tip === undefined && elsewhere !== undefined)
      throw new OnlyTracked(
        `${remote} has the log only as ${elsewhere}. Run \`git branch ${branch} ${elsewhere}\` there, or name the remote it came from.`,
      )
    return tip
  }

  /** Brings the tip over and verifies it; undefined where there is no branch. */
  async function fetchLog(
    gitDir: string,
    expected: Expectations,
  ): Promise<{ commit: string; log: VerifiedLog } | undefined> {
    const isThere = async () => (await currentTip()) !== undefined
    const commit = await fetchTip(git, { gitDir, config }, remote, ref, isThere)
    if (commit === undefined) return undefined
    return { commit, log: await readLogAt(git, { gitDir }, commit, expected) }
  }

  /** Reads from the tip: a log only grows, so it has what the commit had, and digests say whether it is that. */
  async function* fromTip<T>(read: (gitDir: string, tip: string) => AsyncGenerator<T>): AsyncGenerator<T> {
    const made = await openPrivateRepository(scratch)
    try {
      const { gitDir } = made
      const tip = await fetchTip(git, { gitDir, config }, remote, ref, async () => (await currentTip()) !== undefined)
      if (tip === undefined) throw new LogObjectMissing(`${remote} has no branch ${branch} any more`)
      yield* read(gitDir, tip)
    } finally {
      await made.remove()
    }
  }

  /** The log of this repository: its own branch, or the copy of the remote's where the own one is only older. */
  async function readHere(expected: Expectations): Promise<LogReading> {
    const where = { cwd: remote }
    const copied = `refs/remotes/origin/${branch}`
    const refs = await readRefs(git, where, [ref, copied])
    const [own, copy] = [refs.get(ref), refs.get(copied)]
    let commit = own ?? copy
    if (commit === undefined) return { kind: 'missing' }
    if (own !== undefined && copy !== undefined && own !== copy) {
      const continues = async (older: string, newer: string) => {
        const args = ['merge-base', '--is-ancestor', older, newer]
        return (await git.run({ ...where, args, okStatuses: [0, 1, 128] })).status
      }
      const [pulls, pushes] = await Promise.all([continues(own, copy), continues(copy, own)])
      // A branch that was not pulled for a while was not wound back.
      if (pulls === 0) commit = copy
      else if (pushes !== 0)
        return await readApart({ name: ref, commit: own }, { name: copied, commit: copy }, expected)
    }
    return { kind: 'read', commit, log: await readLogAt(git, where, commit, expected) }
  }

  /** Two commits that do not continue each other, as far as git can tell here: the longer log must continue the other. */
  async function readApart(own: Head, copy: Head, expected: Expectations): Promise<LogReading> {
    const read = (at: string, pins: Expectations['pins']) =>
      readLogAt(git, { cwd: remote }, at, { ...expected, pins: [...expected.pins, ...pins] })
    const [mine, theirs] = [await read(own.commit, []), await read(copy.commit, [])]
    const copyIsLonger = theirs.verification.size > mine.verification.size
    const { commit } = copyIsLonger ? copy : own
    const other = copyIsLonger ? { source: own.name, note: mine.note } : { source: copy.name, note: theirs.note }
    return { kind: 'read', commit, log: await read(commit, [other]) }
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
      let tip: Awaited<ReturnType<typeof fetchLog>>
      try {
        tip = await fetchLog(gitDir, expected)
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
      const { grown, records, present } = plan
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
      sent = { kind: 'appended', commit, note: grown.note, records: grown.appended, present, tries }
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
    if ((await currentTip()) === sent.commit) return sent
    const pins = [...expected.pins, { source: 'this append', note: sent.note }]
    const tip = await fetchLog(gitDir, { ...expected, pins })
    if (tip === undefined)
      return {
        kind: 'bad-log',
        findings: [{ code: 'E_REF_MISSING', file: branch, message: 'the branch vanished right after the append' }],
      }
    const { findings } = tip.log.verification
    return findings.length > 0 ? { kind: 'bad-log', findings } : sent
  }

  return {
    async read(expected) {
      try {
        if (isLocal) return await readHere(expected)
        return await inPrivateRepository(scratch, async (gitDir): Promise<LogReading> => {
          const tip = await fetchLog(gitDir, expected)
          return tip === undefined ? { kind: 'missing' } : { kind: 'read', ...tip }
        })
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
