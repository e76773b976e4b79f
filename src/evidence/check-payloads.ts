import type { KnownPayload } from './known-payloads.ts'
import type { LogFinding } from './log-finding.ts'
import { payloadPath } from './payload.ts'

/** How a payload lies in its store. */
export type StoredPayload =
  | { readonly kind: 'whole'; readonly size: number }
  /** The bytes are not those that were committed to. */
  | { readonly kind: 'altered' }
  | { readonly kind: 'missing' }

export interface PayloadCheck {
  readonly findings: readonly LogFinding[]
  readonly whole: number
  /** Gone, and the log says under which record. */
  readonly disposed: readonly { readonly index: number; readonly name: string; readonly by: number }[]
  /** The log says that they were disposed of, and they are still there. */
  readonly kept: readonly { readonly index: number; readonly name: string; readonly by: number }[]
}

/**
 * Holds the payloads of a log against what is stored of them.
 *
 * @param stored by commitment; one that is not in it is missing
 */
export function checkPayloads(
  known: readonly KnownPayload[],
  stored: ReadonlyMap<string, StoredPayload>,
): PayloadCheck {
  const findings: LogFinding[] = []
  const disposed: { index: number; name: string; by: number }[] = []
  const kept: { index: number; name: string; by: number }[] = []
  let whole = 0
  for (const { index, name, commitment, size, disposedBy: by } of known) {
    const found = stored.get(commitment) ?? { kind: 'missing' }
    const file = payloadPath(commitment)
    if (by !== undefined) {
      if (found.kind === 'missing') disposed.push({ index, name, by })
      else kept.push({ index, name, by })
    } else if (found.kind === 'missing')
      findings.push({
        code: 'E_PAYLOAD_MISSING',
        file,
        message: `${name} of record ${index} is not there, and no record says that it was disposed of`,
        index,
      })
    else if (found.kind === 'altered' || found.size !== size)
      findings.push({
        code: 'E_PAYLOAD_DIGEST',
        file,
        message: `${name} of record ${index} is not what the record commits to`,
        index,
      })
    else whole += 1
  }
  return { findings, whole, disposed, kept }
}
