import type { ExitStatus } from './exit-status.ts'

/**
 * Why a run cannot go on, for a person: what is the matter, one sentence without a full stop, and what to do. It carries
 * the exit status, so that bad usage (2), not knowing (3) and broken evidence (4) stay apart. Never holds a secret.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: Exclude<ExitStatus, 0>
  readonly what: string
  readonly remedy: string
  constructor(status: Exclude<ExitStatus, 0>, what: string, remedy: string, options?: ErrorOptions) {
    super(`${what}. ${remedy}`, options)
    this.status = status
    this.what = what
    this.remedy = remedy
  }
}
