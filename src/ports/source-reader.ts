/** How the answers of a list follow each other. Paths are names of members, outermost first. */
export type SourcePages =
  | { readonly by: 'none' }
  /** The address of the next answer: of the `Link` header (RFC 8288), or of a member of the answer. */
  | { readonly by: 'link'; readonly path: readonly string[] | undefined }
  /** A member of the answer goes into a parameter of the next question. */
  | { readonly by: 'cursor'; readonly path: readonly string[]; readonly parameter: string }
  /** A number in a parameter, counted up until a page comes back empty. */
  | { readonly by: 'number'; readonly parameter: string; readonly first: number }

export type SourceFormat = 'json' | 'jsonl' | 'csv'

export interface HttpQuestion {
  /** Id of the source, for messages. */
  readonly name: string
  /** Complete address; https alone, but for 127.0.0.1. */
  readonly url: string
  /** Values are secrets: they are sent to the origin of `url` and shown to nobody. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly format: SourceFormat
  /** Where the entries lie in a JSON answer; empty: the answer is the list. */
  readonly items: readonly string[]
  readonly pages: SourcePages
  readonly mostPages: number
}

export interface CommandQuestion {
  /** Id of the source, for messages. */
  readonly name: string
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly string[]
  /** Names of environment variables that the program gets, besides PATH. */
  readonly environment: readonly string[]
  readonly timeoutMs: number
  readonly limitBytes: number
  readonly format: SourceFormat
  readonly items: readonly string[]
}

/** What a source answered. */
export interface SourceAnswer {
  /** Entries of JSON answers, or the text of another format. */
  readonly content:
    | { readonly kind: 'entries'; readonly entries: readonly unknown[] }
    | { readonly kind: 'text'; readonly text: string }
  /** Answers that were read. */
  readonly pages: number
  /** undefined: read to the end. Else why not, in a sentence without secrets. */
  readonly cut: string | undefined
}

/** Reads what a program declares as a source of evidence. */
export interface SourceReader {
  /** @throws Refusal where nothing could be read; the message holds no secret */
  http(question: HttpQuestion): Promise<SourceAnswer>
  /** @throws Refusal where it fails; the message holds neither its output nor a secret */
  command(question: CommandQuestion): Promise<SourceAnswer>
}
