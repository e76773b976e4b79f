/**
 * The forge answered, and said no: 401, 403, 404 of something that must exist, or 422. The message names what was asked for
 * and never holds a token, a header or a body.
 */
export class ForgeRefused extends Error {
  override readonly name = 'ForgeRefused'
  /** HTTP status. */
  readonly status: number
  /** The permission a token needs for it, as a workflow writes it: `statuses: write`. undefined where none would help. */
  readonly permission: string | undefined

  constructor(what: string, status: number, permission?: string, options?: ErrorOptions) {
    const missing = permission === undefined ? '' : `. The token needs \`${permission}\``
    super(`The forge refused ${what} (HTTP ${status})${missing}`, options)
    this.status = status
    this.permission = permission
  }
}

/** The forge did not answer, or not in a form that is understood, also after the retries of the adapter. */
export class ForgeUnreachable extends Error {
  override readonly name = 'ForgeUnreachable'

  constructor(what: string, options?: ErrorOptions) {
    super(`The forge did not answer ${what}`, options)
  }
}
