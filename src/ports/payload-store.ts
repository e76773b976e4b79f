import type { StoredPayload } from '../evidence/check-payloads.ts'
import type { Payload } from '../evidence/payload.ts'

export type PayloadsReading =
  | {
      readonly kind: 'read'
      /** By commitment. */
      readonly stored: ReadonlyMap<string, StoredPayload>
    }
  /** There is no store: it was never begun, or is not in this clone. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string }

export type PayloadsChange =
  | { readonly kind: 'done' }
  /** Nothing was changed, or it is not known to be. */
  | { readonly kind: 'not-done'; readonly why: string }

/** Where payloads are kept: outside the log, so that they can go. */
export interface PayloadStore {
  /** Reads and checks every one. */
  read(): Promise<PayloadsReading>
  /** Adds payloads, all or none, and never twice. */
  add(payloads: readonly Payload[], atSeconds: number): Promise<PayloadsChange>
  /** Takes payloads out, with everything that the store remembers of them. One that is not there is no fault. */
  remove(commitments: readonly string[], atSeconds: number): Promise<PayloadsChange>
}
