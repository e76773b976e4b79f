import type { VerifierKey } from './note-key.ts'

/** A log key with the heads it may sign, by their size. Without an interval it may sign all. */
export interface TrustedKey extends VerifierKey {
  /** Smallest size. */
  readonly validFrom?: number
  /** Largest size. */
  readonly validTo?: number
  readonly revoked?: boolean
  readonly reason?: string
}

/** Whether a key may sign a head of this size. What a revoked key signed before it was revoked stays good. */
export function isValidAt({ validFrom = 0, validTo }: TrustedKey, size: number): boolean {
  return size >= validFrom && (validTo === undefined || size <= validTo)
}

/** `from 0`, or `from 0 to 12, revoked: reason`; for people. */
export function describeInterval({ validFrom = 0, validTo, revoked, reason }: TrustedKey): string {
  const to = validTo === undefined ? 'on' : `to ${validTo}`
  const fate = revoked === true ? ', revoked' : ''
  return `size ${validFrom} ${to}${fate}${reason === undefined ? '' : `: ${reason}`}`
}
