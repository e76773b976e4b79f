import { type Checkpoint, checkSignature, parseCheckpoint } from './checkpoint.ts'
import type { LogFinding } from './log-finding.ts'
import type { VerifierKey } from './note-key.ts'

/** A checkpoint that somebody remembered: no later log may be shorter or differ before it. */
export interface Pin {
  /** Where it was found, for example `main:compliance/PIN` or a file name. */
  readonly source: string
  /** The checkpoint as it was stored, signatures included. */
  readonly note: string
}

export interface PinCheck {
  readonly source: string
  readonly size: number | null
  readonly outcome: 'holds' | 'broken' | 'not-checked'
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
  keys: readonly VerifierKey[],
): { readonly checks: readonly PinCheck[]; readonly findings: readonly LogFinding[] } {
  const checks: PinCheck[] = []
  const findings: LogFinding[] = []
  for (const { source, note } of pins) {
    const parsed = parseCheckpoint(note)
    const size = parsed?.checkpoint.size ?? null
    const found = findingOf(parsed, head, roots, keys)
    if (found === 'not-checked') checks.push({ source, size, outcome: 'not-checked' })
    else {
      checks.push({ source, size, outcome: found === undefined ? 'holds' : 'broken' })
      if (found !== undefined) findings.push({ ...found, file: source })
    }
  }
  return { checks, findings }
}

function findingOf(
  parsed: ReturnType<typeof parseCheckpoint>,
  head: Checkpoint,
  roots: ReadonlyMap<number, Buffer> | undefined,
  keys: readonly VerifierKey[],
): Omit<LogFinding, 'file'> | 'not-checked' | undefined {
  if (parsed === undefined) return { code: 'E_CHECKPOINT', message: 'the pin holds no checkpoint' }
  const { origin, size, root } = parsed.checkpoint
  if (origin !== head.origin) return { code: 'E_ORIGIN', message: `the pin is of ${origin}, the log of ${head.origin}` }
  const signature = checkSignature(parsed, keys)
  if (signature.kind === 'wrong') return { code: 'E_SIG', message: 'the signature of the pin is wrong' }
  if (keys.length > 0 && signature.kind === 'unsigned') return { code: 'E_SIG', message: 'the pin is not signed' }
  if (keys.length > 0 && signature.kind === 'unknown-key')
    return { code: 'E_KEY', message: `the pin is signed by key ${signature.keyId}, which is not trusted` }
  if (size > head.size) return { code: 'E_ROLLBACK', message: `the log has ${head.size} records, the pin has ${size}` }
  if (roots === undefined) return 'not-checked'
  return roots.get(size)?.equals(root) === true
    ? undefined
    : { code: 'E_FORK', message: `the first ${size} records are not those of the pin: history was rewritten` }
}
