import type { Expectations, VerifiedHead } from '../evidence/verify-log.ts'
import type { LogReading } from '../ports/evidence-log.ts'
import type { Git, GitCall } from './git-process.ts'
import { type Head, headsHere, type LogPlace } from './log-place.ts'

/** Verifies the log at a commit, with or without its records. */
export type ReadAt<Log> = (
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: string,
  expected: Expectations,
) => Promise<Log>

/** The log of this repository: its own branch, or the copy of the remote's where the own one is only older. */
export async function readLogHere<Log extends VerifiedHead>(
  place: LogPlace,
  readAt: ReadAt<Log>,
  expected: Expectations,
): Promise<LogReading<Log>> {
  const { git, remote } = place
  const where = { cwd: remote }
  const { own, copy } = await headsHere(place)
  let commit = (own ?? copy)?.commit
  if (commit === undefined) return { kind: 'missing' }
  if (own !== undefined && copy !== undefined && own.commit !== copy.commit) {
    const continues = async (older: string, newer: string) => {
      const args = ['merge-base', '--is-ancestor', older, newer]
      return (await git.run({ ...where, args, okStatuses: [0, 1, 128] })).status
    }
    const [pulls, pushes] = await Promise.all([continues(own.commit, copy.commit), continues(copy.commit, own.commit)])
    // A branch that was not pulled for a while was not wound back.
    if (pulls === 0) commit = copy.commit
    else if (pushes !== 0) return await readApart(own, copy)
  }
  return { kind: 'read', commit, log: await readAt(git, where, commit, expected) }

  /** Two commits that do not continue each other, as far as git can tell here: the longer log must continue the other. */
  async function readApart(mine: Head, theirs: Head): Promise<LogReading<Log>> {
    const read = (at: string, pins: Expectations['pins']) =>
      readAt(git, where, at, { ...expected, pins: [...expected.pins, ...pins] })
    const [one, other] = [await read(mine.commit, []), await read(theirs.commit, [])]
    const otherIsLonger = other.verification.size > one.verification.size
    const longer = otherIsLonger ? theirs.commit : mine.commit
    const pin = otherIsLonger ? { source: mine.name, note: one.note } : { source: theirs.name, note: other.note }
    return { kind: 'read', commit: longer, log: await read(longer, [pin]) }
  }
}
