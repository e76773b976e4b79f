import type { AppendedRecord } from '../evidence/grow-log.ts'
import type { AppendPlan, AppendRequest } from '../evidence/plan-append.ts'
import type { Expectations, VerifiedHead, VerifiedLog } from '../evidence/verify-log.ts'

export type LogReading<Log = VerifiedLog> =
  | { readonly kind: 'read'; readonly commit: string; readonly log: Log }
  /** The branch does not exist. */
  | { readonly kind: 'missing' }
  /** Something is missing or damaged below the log, so that nothing is known: not the same as tampered with. */
  | { readonly kind: 'unreadable'; readonly why: string }

export type AppendOutcome =
  | {
      readonly kind: 'appended'
      readonly commit: string
      /** Text of a checkpoint that covers the records. */
      readonly note: string
      readonly records: readonly AppendedRecord[]
      /** Of the batch, what was in the log before. */
      readonly present: readonly AppendedRecord[]
      /** What is odd and kept nothing out; each begins with its code. */
      readonly warnings: readonly string[]
      readonly tries: number
      /** Sources of pins that say something about a part of the log that was not read. */
      readonly pinsNotCompared: readonly string[]
    }
  | Exclude<AppendPlan, { readonly kind: 'write' | 'read-all' }>
  | { readonly kind: 'unreadable'; readonly why: string }
  /** Not in the log, or not known to be: keep the records and try again later. */
  | { readonly kind: 'not-appended'; readonly why: string; readonly tries: number }

/** What the log was at each commit of its branch, as far back as the repository has them. */
export type LogHistory =
  | {
      readonly kind: 'read'
      /** Newest first. Without note where the commit has no checkpoint. */
      readonly heads: readonly { readonly commit: string; readonly note: string | undefined }[]
      /** Whether older commits may have been left out: the repository is a shallow clone. */
      readonly isShallow: boolean
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly why: string }

/** Where a log is kept. */
export interface EvidenceLog {
  /** Reads and verifies all of it. What is found wrong is in the result; nothing is thrown for what is stored. */
  read(expected: Expectations): Promise<LogReading>
  /** Verifies all of it without holding the records: a log of a million takes no more memory than one of a thousand. */
  verify(expected: Expectations): Promise<LogReading<VerifiedHead>>
  history(): Promise<LogHistory>
  /**
   * What records attach, in the order asked, one in memory at a time.
   *
   * @param commit of a log that was read
   * @param digests SHA-256 in hex
   * @returns for each its bytes, which have that digest; undefined where the log does not have it
   * @throws Refusal where the log cannot be read any more
   */
  attachments(commit: string, digests: readonly string[]): AsyncIterable<Uint8Array | undefined>
  /**
   * The records as they are stored, without line feeds, from the first on and in order; whether they are those that were
   * read, their root says. A few in memory at a time.
   *
   * @param commit of a log that was read
   * @param size how many
   * @throws Refusal where they cannot be read any more
   */
  lines(commit: string, size: number): AsyncIterable<Buffer>
  /**
   * Adds records as one step that happens or does not, whoever else is writing, and never twice. Ends in `appended` only
   * once the records were seen in the log.
   *
   * @throws RecordRefused
   */
  append(request: AppendRequest): Promise<AppendOutcome>
}
