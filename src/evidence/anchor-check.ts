import type { AnchorRecorded } from '../model/evidence.ts'
import { type CheckpointNote, checkSignature, parseCheckpoint } from './checkpoint.ts'
import type { LogFindingCode } from './log-finding.ts'
import type { GrowingTree } from './merkle.ts'
import type { VerifierKey } from './note-key.ts'
import { type Latest, RecentPast } from './recent-past.ts'
import { toMoment } from './record.ts'
import type { Certificate } from './time-stamp/certificate.ts'
import { checkTimeStamp, type TimeStampCheck } from './time-stamp/check.ts'

/** What became of one `anchor.recorded`. */
export interface AnchorCheck {
  /** Index of the record. */
  readonly index: number
  readonly anchor: AnchorRecorded['data']['anchor']
  /** How many records it vouches for: those before this index. */
  readonly size: number
  readonly authority: string
  readonly outcome: 'holds' | 'broken' | 'not-checked'
  /** Why it does not hold; null where it does. */
  readonly why: string | null
  /** Time of the authority, RFC 3339 with milliseconds, UTC; null where it does not hold. */
  readonly time: string | null
  /** null where the authority does not say. */
  readonly accuracySeconds: number | null
  readonly certificateEnds: string | null
  /** Whether that was before the newest record: what it signed in its time stays good. */
  readonly hasExpired: boolean
}

/** Takes the parts of a log while it is read, in their order. */
export interface AnchorChecker {
  /** @param tree before this leaf */
  leaf(tree: Pick<GrowingTree, 'size' | 'edge'>, leaf: string): void
  record(index: number, recordedAt: string, anchor: AnchorRecorded | undefined): void
  /** Any attachment whose content is what its name says. */
  attachment(sha256: string, bytes: Buffer): void
  /** @param origin of the log @param size undefined where segments are missing, so that roots say nothing */
  finish(
    origin: string | undefined,
    size: number | undefined,
  ): { readonly anchors: readonly AnchorCheck[]; readonly latest: Latest | null }
}

type Report = (code: LogFindingCode, index: number, message: string) => void

interface Pending {
  readonly index: number
  readonly data: AnchorRecorded['data']
  readonly root: Buffer | undefined
  /** What says of the records covered that it was recorded last. */
  readonly latest: Latest | undefined
  receipt: TimeStampCheck | undefined
  note: CheckpointNote | 'none' | undefined
}

/** How far clocks may differ before it is said. */
export const skewLimitMs = 10 * 60_000

/**
 * Holds every anchor against its receipt and against the records it vouches for. A receipt proves by itself when the
 * checkpoint existed; whether it is the checkpoint of *these* records is the other half.
 *
 * @param authorities certificates from the protected branch; without any, receipts are not checked, and that is said
 */
export function anchorChecker(
  authorities: readonly Certificate[],
  keys: readonly VerifierKey[],
  report: Report,
): AnchorChecker {
  const past = new RecentPast()
  const pending: Pending[] = []
  const byReceipt = new Map<string, Pending[]>()
  const byCheckpoint = new Map<string, Pending[]>()

  function broken(code: LogFindingCode, { index }: Pending, why: string): { outcome: 'broken'; why: string } {
    report(code, index, `the anchor of record ${index}: ${why}`)
    return { outcome: 'broken', why }
  }

  function judge(anchor: Pending, origin: string | undefined, size: number | undefined): Verdict {
    const { data, index, note, receipt } = anchor
    if (size === undefined) return notChecked('records are missing, so that it says nothing')
    if (data.size > size)
      return broken('E_ROLLBACK', anchor, `it vouches for ${data.size} records, and the log has ${size}`)
    if (data.size > index) return broken('E_ANCHOR', anchor, 'it vouches for itself')
    const why = note === undefined ? undefined : faultOfNote(note, data, origin, keys)
    if (why !== undefined) return broken('E_ANCHOR', anchor, why)
    if (anchor.root !== undefined && anchor.root.toString('hex') !== data.root)
      return broken(
        'E_FORK',
        anchor,
        `the first ${data.size} records are not those it vouches for: history was rewritten`,
      )
    const wrong = data.anchor === 'rfc3161' && receipt !== undefined ? faultOfReceipt(receipt, data) : undefined
    if (wrong !== undefined) return broken('E_ANCHOR', anchor, wrong)
    if (data.anchor !== 'rfc3161') return notChecked('receipts of this kind cannot be checked yet')
    if (receipt === undefined || note === undefined) return notChecked('its receipt is missing')
    if (anchor.root === undefined) return notChecked('it vouches for records too long before it')
    if (receipt.kind === 'good') return { outcome: 'holds', why: null, receipt }
    return notChecked(
      authorities.length === 0
        ? 'no certificate of an authority lies on the protected branch'
        : 'no certificate on the protected branch vouches for its authority',
    )
  }

  function checkTimes(anchor: Pending, { timeMs, accuracyMs }: Good, told: Set<number>) {
    const { latest } = anchor
    if (latest === undefined || Date.parse(latest.recordedAt) <= timeMs + (accuracyMs ?? 0) + skewLimitMs) return
    if (told.has(latest.index)) return
    told.add(latest.index)
    const says = `says it was recorded at ${latest.recordedAt}`
    report(
      'E_TIME',
      latest.index,
      `record ${latest.index} ${says}, but existed by ${toMoment(timeMs)} (anchor of record ${anchor.index})`,
    )
  }

  return {
    leaf: (tree, leaf) => past.addLeaf(tree, leaf),
    record(index, recordedAt, recorded) {
      if (recorded !== undefined) {
        const { data, attachments } = recorded
        const anchor: Pending = {
          index,
          data,
          root: past.rootAt(data.size),
          latest: past.latestBefore(data.size),
          receipt: undefined,
          note: undefined,
        }
        pending.push(anchor)
        for (const [digest, map] of [
          [data.receiptDigest, byReceipt],
          [data.checkpointDigest, byCheckpoint],
        ] as const) {
          map.set(digest, [...(map.get(digest) ?? []), anchor])
          if (!attachments.some(({ sha256 }) => sha256 === digest))
            report('E_ATTACHMENT', index, `record ${index} does not attach its receipt and checkpoint`)
        }
      }
      past.addRecord(index, recordedAt)
    },
    attachment(sha256, bytes) {
      for (const anchor of byReceipt.get(sha256) ?? [])
        if (anchor.data.anchor === 'rfc3161')
          anchor.receipt = checkTimeStamp(bytes, Buffer.from(anchor.data.checkpointDigest, 'hex'), authorities)
      for (const anchor of byCheckpoint.get(sha256) ?? [])
        anchor.note = parseCheckpoint(bytes.toString('utf8')) ?? 'none'
    },
    finish(origin, size) {
      const told = new Set<number>()
      const latest = past.latestBefore(Number.POSITIVE_INFINITY) ?? null
      const end = latest?.recordedAt ?? ''
      const anchors = pending.map((anchor): AnchorCheck => {
        const { outcome, why, receipt } = judge(anchor, origin, size)
        if (receipt !== undefined) checkTimes(anchor, receipt, told)
        return {
          index: anchor.index,
          anchor: anchor.data.anchor,
          size: anchor.data.size,
          authority: anchor.data.authority,
          outcome,
          why,
          time: receipt === undefined ? null : new Date(receipt.timeMs).toISOString(),
          accuracySeconds:
            receipt?.accuracyMs === undefined || receipt.accuracyMs === null ? null : receipt.accuracyMs / 1000,
          certificateEnds: receipt === undefined ? null : toMoment(receipt.certificateEndsMs),
          hasExpired: receipt !== undefined && toMoment(receipt.certificateEndsMs) < end,
        }
      })
      return { anchors, latest }
    },
  }
}

type Good = Extract<TimeStampCheck, { kind: 'good' }>
type Verdict = Pick<AnchorCheck, 'outcome' | 'why'> & { readonly receipt?: Good }

const notChecked = (why: string): Verdict => ({ outcome: 'not-checked', why })

function faultOfNote(
  note: CheckpointNote | 'none',
  { size, root }: AnchorRecorded['data'],
  origin: string | undefined,
  keys: readonly VerifierKey[],
): string | undefined {
  if (note === 'none') return 'what it attaches is not a checkpoint'
  const { checkpoint } = note
  if (origin !== undefined && checkpoint.origin !== origin) return `its checkpoint is of ${checkpoint.origin}`
  if (checkpoint.size !== size || checkpoint.root.toString('hex') !== root)
    return 'it names another size or root than its checkpoint'
  return checkSignature(note, keys).kind === 'wrong' ? 'the signature of its checkpoint is wrong' : undefined
}

function faultOfReceipt(
  receipt: TimeStampCheck,
  { time, accuracySeconds }: AnchorRecorded['data'],
): string | undefined {
  if (receipt.kind === 'rejected') return `its receipt is a refusal: ${receipt.why}`
  if (receipt.kind === 'bad') return `its receipt is no time stamp of its checkpoint: ${receipt.why}`
  if (receipt.kind === 'unknown-authority') return undefined
  const { timeMs, accuracyMs } = receipt
  const agrees = time === toMoment(timeMs) && accuracySeconds === toAccuracySeconds(accuracyMs)
  return agrees ? undefined : 'it names another time than its receipt'
}

/** As the record has it: whole seconds, rounded up. */
export function toAccuracySeconds(accuracyMs: number | null): number | null {
  return accuracyMs === null ? null : Math.ceil(accuracyMs / 1000)
}
