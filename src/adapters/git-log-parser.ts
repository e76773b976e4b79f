import { instantOf } from '../model/days.ts'
import type { HistoryCommit } from '../ports/history.ts'

/** What `git log` is asked to print of each commit. The mark starts a record: no raw line and no path follows it so. */
export const commitFormat = '%x01%H%x00%P%x00%T%x00%an%x00%ct%x00%s'
const commitFields = 6

/** One file that a commit changed against its first parent. */
export interface WalkedChange {
  readonly path: string
  /** Path before, where it was renamed. */
  readonly previousPath?: string
  /** undefined where it was removed. */
  readonly oid: string | undefined
  readonly mode: string
}

export interface WalkedCommit {
  readonly commit: HistoryCommit
  readonly changes: readonly WalkedChange[]
}

/** The answer of `git log` was cut or is not in the documented form. */
class GitLogUnreadable extends Error {
  override readonly name = 'GitLogUnreadable'
}

/** Commits without their files, in the order printed. @throws GitLogUnreadable */
export const parseCommits = (output: Buffer): readonly HistoryCommit[] => parseWalk(output).map(({ commit }) => commit)

/**
 * Commits with their changed files from `git log --raw -z`. Everything ends in NUL there, so names may hold line breaks,
 * quotes and tabs.
 * @throws GitLogUnreadable
 * @see https://git-scm.com/docs/git-diff#_raw_output_format
 */
export function parseWalk(output: Buffer): readonly WalkedCommit[] {
  const tokens = splitAtNul(output)
  const walked: WalkedCommit[] = []
  let at = 0
  const next = (): Buffer => {
    const token = tokens[at]
    if (token === undefined) throw new GitLogUnreadable('git log ended in the middle of a record')
    at += 1
    return token
  }
  while (at < tokens.length) {
    const commit = commitOf(next, at)
    const changes: WalkedChange[] = []
    for (;;) {
      // Between the commit and its raw lines git prints an empty token or a line break.
      const token = tokens[at]?.toString('latin1').replace(/^\n/, '')
      if (token === '') {
        at += 1
        continue
      }
      if (token === undefined || !token.startsWith(':')) break
      at += 1
      changes.push(...changesOf(token, next))
    }
    walked.push({ commit, changes })
  }
  return walked
}

function commitOf(next: () => Buffer, at: number): HistoryCommit {
  const fields = Array.from({ length: commitFields }, () => textOf(next()))
  const [head = '', parents = '', tree = '', authorName = '', seconds = '', subject = ''] = fields
  const sha = /^\n?\u0001([0-9a-f]{40,64})$/.exec(head)?.[1]
  if (sha === undefined || !/^\d{1,12}$/.test(seconds)) throw new GitLogUnreadable(`not a commit at token ${at}`)
  return {
    sha,
    parents: parents === '' ? [] : parents.split(' '),
    tree,
    authorName,
    committedAt: instantOf(Number(seconds) * 1000),
    subject,
  }
}

function changesOf(raw: string, next: () => Buffer): readonly WalkedChange[] {
  const fields = /^:(\d{6}) (\d{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([ACDMRTUX])\d*$/.exec(raw)
  if (fields === null) throw new GitLogUnreadable(`not a raw line: ${raw.slice(0, 120)}`)
  const [, , mode = '', , after = '', status = ''] = fields
  const first = textOf(next())
  if (status === 'D') return [{ path: first, oid: undefined, mode }]
  if (status !== 'R' && status !== 'C') return [{ path: first, oid: after, mode }]
  const path = textOf(next())
  return [status === 'R' ? { path, previousPath: first, oid: after, mode } : { path, oid: after, mode }]
}

/** Names and messages in another encoding are shown with the replacement character; such paths match nothing. */
const textOf = (bytes: Buffer): string => bytes.toString('utf8')

function splitAtNul(output: Buffer): readonly Buffer[] {
  const tokens: Buffer[] = []
  let start = 0
  for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
    tokens.push(output.subarray(start, end))
    start = end + 1
  }
  if (start < output.length) tokens.push(output.subarray(start))
  return tokens
}
