/**
 * A declared source gave no answer, or not one that may be read. `why` is a sentence without a full stop that names neither
 * what came nor a secret.
 */
export class SourceUnread extends Error {
  override readonly name = 'SourceUnread'
  readonly why: string
  constructor(why: string, options?: ErrorOptions) {
    super(why, options)
    this.why = why
  }
}
