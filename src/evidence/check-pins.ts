import { signatureFinding, type TrustedParties } from './check-trust.ts'
import { type Checkpoint, checkSignature, parseCheckpoint } from './checkpoint.ts'
import { checkCosignatures } from './cosignature.ts'
import type { LogFinding } from './log-finding.ts'
import { parsePin } from './pin.ts'

/** A checkpoint that somebody remembered: no later log may be shorter or differ before it. */
export interface Pin {
  /** Where it was found, for example `main:compliance/PIN` or a file name. */
  readonly source: string
  /** The checkpoint as it was stored, signatures included. */
  readonly note: string
  /** What was made from that head, where it is known: `documents of 2026-03-01 from commit ...`. */
  readonly made?: string
}

export interface PinCheck {
  readonly source: string
  readonly size: number | null
  readonly outcome: 'holds' | 'broken' | 'not-checked'
}

/**
 * What a PIN file pins. A text that is none gives a pin that does not hold, so that verifying reports it.
 *
 * @param source where it was found
 */
export function pinOf(source: string, text: string): Pin {
  const file = parsePin(text)
  if (file === undefined) return { source, note: 'not a PIN file' }
  return { source, note: file.checkpoint, made: `documents of ${file.asOf}, made from commit ${file.sourceCommit}` }
}

/** Sizes whose root is needed; known before the records are read, so that they are read once. */
export function sizesOf(pins: readonly Pin[]): ReadonlySet<number> {
  return new Set(pins.flatMap(({ note }) => parseCheckpoint(note)?.checkpoint.size ?? []))
}

/**
 * Holds a log against its pins: `size >= pin.size` and the root at `pin.size` is `pin.root`.
 *
 * @param roots root of the first n records, for every n in `sizesOf(pins)` up to the size; undefined where the records
 * could not be read, so that nothing is said about the pins
 */
export function checkPins(
  pins: readonly Pin[],
  head: Checkpoint,
  roots: ReadonlyMap<number, Buffer> | undefined,
  trusted: TrustedParties,
): { readonly checks: readonly PinCheck[]; readonly findings: readonly LogFinding[] } {
  const checks: PinCheck[] = []
  const findings: LogFinding[] = []
  // Pages that were rendered again and again from one head are many pins with one note.
  const known = new Map<string, ReturnType<typeof findingOf>>()
  for (const { source, note, made } of pins) {
    const parsed = parseCheckpoint(note)
    const size = parsed?.checkpoint.size ?? null
    const found = known.has(note) ? known.get(note) : findingOf(parsed, head, roots, trusted)
    known.set(note, found)
    if (found === 'not-checked') checks.push({ source, size, outcome: 'not-checked' })
    else {
      checks.push({ source, size, outcome: found === undefined ? 'holds' : 'broken' })
      if (found === undefined) continue
      const message = made === undefined ? found.message : `${found.message} (${made})`
      findings.push({ ...found, message, file: source })
    }
  }
  return { checks, findings }
}

function findingOf(
  parsed: ReturnType<typeof parseCheckpoint>,
  head: Checkpoint,
  roots: ReadonlyMap<number, Buffer> | undefined,
  trusted: TrustedParties,
): Omit<LogFinding, 'file'> | 'not-checked' | undefined {
  if (parsed === undefined) return { code: 'E_CHECKPOINT', message: 'the pin holds no checkpoint' }
  const { origin, size, root } = parsed.checkpoint
  if (origin !== head.origin) return { code: 'E_ORIGIN', message: `the pin is of ${origin}, the log of ${head.origin}` }
  const signature = checkSignature(parsed, trusted.keys)
  // Without a key nothing is known of signatures, and none of them can be wrong.
  if (trusted.keys.length > 0 && signature.kind !== 'signed') {
    const [code, message] = signatureFinding(signature, size)
    return { code, message: `the pin is ${message}` }
  }
  const { wrong } = checkCosignatures(parsed, trusted.witnesses ?? [])
  if (wrong !== undefined) return { code: 'E_SIG', message: `the cosignature of the witness ${wrong.name} is wrong` }
  if (size > head.size) return { code: 'E_ROLLBACK', message: `the log has ${head.size} records, the pin has ${size}` }
  if (roots === undefined) return 'not-checked'
  return roots.get(size)?.equals(root) === true
    ? undefined
    : { code: 'E_FORK', message: `the first ${size} records are not those of the pin: history was rewritten` }
}
