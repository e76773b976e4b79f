/** An answer other than success, as GitHub words it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly body: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    {
      errors,
      headers = {},
      empty = false,
    }: {
      readonly errors?: readonly unknown[]
      readonly headers?: Readonly<Record<string, string>>
      /** Where GitHub sends no body. */
      readonly empty?: boolean
    } = {},
  ) {
    super(message)
    this.status = status
    this.headers = headers
    this.body = empty
      ? undefined
      : {
          message,
          ...(errors === undefined ? {} : { errors }),
          documentation_url: 'https://docs.github.com/rest',
          status: String(status),
        }
  }
}

export const notFound = () => new Refusal(404, 'Not Found')

/** 422 with one error of a field. */
export const invalidField = (resource: string, field: string, message?: string) =>
  new Refusal(422, 'Validation Failed', {
    errors: [
      {
        resource,
        field,
        code: message === undefined ? 'invalid' : 'custom',
        ...(message === undefined ? {} : { message }),
      },
    ],
  })
