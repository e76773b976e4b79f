/** One thing that was looked at. `says` is a sentence without a full stop. */
export interface BundleCheck {
  readonly what: string
  readonly state: 'ok' | 'failed' | 'not-determined'
  readonly says: string
}
