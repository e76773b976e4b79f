import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { parseMoment } from '../read/import/parse-moment.ts'

/** Moments in UTC, to the second. */
export interface Stretch {
  readonly from: string
  readonly to: string
}

export interface GivenMoments {
  /** When it happened, for a file that does not say. */
  readonly at: string | undefined
  /** What it speaks for, up to and not including the end. */
  readonly covers: Stretch | undefined
}

/** @throws Refusal */
export function toGivenMoments(at: string | undefined, covers: string | undefined): GivenMoments {
  const [from, to, ...more] = covers === undefined ? [] : covers.split('..')
  if (covers !== undefined && (from === undefined || to === undefined || more.length > 0)) {
    throw new Refusal(
      exitStatus.usage,
      '--covers is no stretch of time',
      'Write FROM..TO, such as 2026-01-01..2026-04-01.',
    )
  }
  const stretch =
    from === undefined || to === undefined
      ? undefined
      : { from: toMomentOf(from, '--covers'), to: toMomentOf(to, '--covers') }
  if (stretch !== undefined && stretch.from >= stretch.to) {
    throw new Refusal(exitStatus.usage, '--covers ends before it begins', 'Write the earlier moment first.')
  }
  return { at: at === undefined ? undefined : toMomentOf(at, '--at'), covers: stretch }
}

function toMomentOf(text: string, option: string): string {
  const reading = parseMoment(text)
  if (reading.ok) return reading.moment
  throw new Refusal(exitStatus.usage, `${option}: ${reading.what}`, 'Write for example 2026-03-02T10:15:30Z.')
}

/** How far clocks may differ. */
const SKEW_MS = 10 * 60_000

/**
 * When something happened that a file tells of. What the file says counts; a moment is never made up, and least of all the
 * present one: a report imported late would look fresh.
 *
 * @param own what the file says itself
 * @throws Refusal where nobody says, where both do, or where it would not have happened yet
 */
export function decideMoments(
  file: string,
  own: { readonly from: string | null; readonly to: string | null },
  { at, covers }: GivenMoments,
  nowMs: number,
): Stretch & { readonly occurredAt: string } {
  if (own.to !== null && at !== undefined && own.to !== at) {
    throw new Refusal(exitStatus.usage, `${file} says itself that it is of ${own.to}`, 'Leave out --at.')
  }
  const occurredAt = own.to ?? at
  if (occurredAt === undefined) {
    throw new Refusal(
      exitStatus.usage,
      `${file} does not say when it was made`,
      'Say it with --at, such as --at 2026-03-02T10:15:30Z: the time of the run, not of the import.',
    )
  }
  const stretch = covers ?? { from: own.from ?? occurredAt, to: occurredAt }
  for (const moment of [occurredAt, stretch.to]) {
    if (Date.parse(moment) > nowMs + SKEW_MS) {
      throw new Refusal(exitStatus.usage, `${moment} of ${file} is not over yet`, 'Is the clock of this machine right?')
    }
  }
  if (stretch.from < '2000' || occurredAt < '2000') {
    throw new Refusal(exitStatus.usage, `${file} would be from before 2000`, 'Correct the time.')
  }
  return { ...stretch, occurredAt }
}
