import type { VerifiedLog } from './verify-log.ts'

/** Record 0; undefined where the log does not begin as one must. */
export function birthOf(log: Pick<VerifiedLog, 'entries'>) {
  const predicate = log.entries[0]?.record.predicate
  return predicate?.kind === 'log.created' ? predicate : undefined
}
