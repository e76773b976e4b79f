import type { VerifierKey } from '../evidence/note-key.ts'
import { parseSpool, type Spooled } from '../evidence/spool.ts'
import type { AppendOutcome } from '../ports/evidence-log.ts'
import type { Spool } from '../ports/spool.ts'

/** A file of an earlier run that waits for this log. */
export interface SpoolFile {
  readonly path: string
  readonly spooled: Spooled
}

/** What became of the files that earlier runs left. */
export interface Drained {
  /** Files whose records are in the log now, and which are gone. */
  readonly done: readonly string[]
  /** Files that are still there, and why. */
  readonly left: readonly { readonly path: string; readonly why: string }[]
}

/** What waits for a log. Files for other logs are passed over: the folder may serve several. */
export async function readWaiting(
  spool: Spool,
  log: string | undefined,
  keys: readonly VerifierKey[],
): Promise<{ readonly files: readonly SpoolFile[]; readonly left: Drained['left'] }> {
  const files: SpoolFile[] = []
  const left: { path: string; why: string }[] = []
  if (log === undefined) return { files, left }
  for (const file of await spool.waiting()) {
    const { path } = file
    if ('unreadable' in file) {
      left.push({ path, why: file.unreadable })
      continue
    }
    const reading = parseSpool(file.text, log, keys)
    if (reading.kind === 'read') files.push({ path, spooled: reading.spooled })
    else if (reading.kind === 'bad') left.push({ path, why: reading.why })
  }
  return { files, left }
}

/** The files with a record that contradicts the log, or another record that is to be appended: they must not hold up the rest. */
export function contradicting(files: readonly SpoolFile[], outcome: AppendOutcome): readonly SpoolFile[] {
  if (outcome.kind !== 'conflict') return []
  const keys = new Set(outcome.conflicts.map(({ key }) => key))
  return files.filter(({ spooled }) => spooled.records.some(({ predicate }) => keys.has(predicate.key)))
}
