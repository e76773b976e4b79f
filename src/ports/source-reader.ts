/** What is asked for by HTTP: one server, with the same headers each time. */
export interface HttpQuestion {
  /** Id of the source, for messages. */
  readonly id: string
  /** Address of the first answer; https alone, but for 127.0.0.1. */
  readonly url: string
  /** Each value is that of a variable of the environment, which is sent to the server of `url` and shown to nobody. */
  readonly headers: readonly {
    readonly name: string
    readonly environment: string
    readonly prefix?: string | undefined
  }[]
}

export interface HttpAnswer {
  readonly bytes: Uint8Array
  /** Address in the `Link` header with `rel="next"` (RFC 8288); undefined where there is none. */
  readonly next: string | undefined
}

export interface CommandQuestion {
  /** Id of the source, for messages. */
  readonly id: string
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly string[]
  /** Names of environment variables that the program gets, besides PATH. */
  readonly environment: readonly string[]
  readonly timeoutMs: number
}

/** Reads what a program declares as a source of evidence. */
export interface SourceReader {
  /**
   * Bounded in bytes and time over all that is asked.
   * @returns asks by GET, on the server of the question alone. @throws SourceUnread
   * @throws Refusal (2) where the question may not be asked, or a variable is not set
   */
  http(question: HttpQuestion): (url: string) => Promise<HttpAnswer>
  /**
   * What a program prints.
   * @throws SourceUnread; the message holds nothing of what it says
   * @throws Refusal (2) where it may not be run so, or a variable is not set
   */
  command(question: CommandQuestion): Promise<Uint8Array>
}
