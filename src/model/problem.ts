import { type Location, printLocation } from './location.ts'

/** Published like rule ids: never reused, never given a new meaning. */
export type ProblemCode =
  | 'YML-001' // not readable: not a regular file, outside the root, no permission
  | 'YML-002' // too large, too deep or too many
  | 'YML-003' // not UTF-8
  | 'YML-004' // not YAML
  | 'YML-005' // the same key twice in one mapping
  | 'YML-006' // a YAML feature that is refused: anchors, aliases, merge keys, tags, prototype keys
  | 'YML-007' // not a record: not a mapping, or an empty file
  | 'SCH-001' // unknown key
  | 'SCH-002' // missing key
  | 'SCH-003' // wrong type or form of a value
  | 'SCH-004' // value is not one of the allowed ones
  | 'SCH-005' // unknown kind or apiVersion

/**
 * A mistake in a file that a person wrote. Problems are collected and returned all at once; only faults are thrown.
 * `compliance/access.yaml:14:5 YML-005: ...`
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly at: Location
  /** What is wrong, one sentence without a full stop. */
  readonly what: string
  /** What to do, one sentence. */
  readonly remedy: string
  readonly related: readonly Related[]
  /** Where one of a few values has to stand there; `remedy` says it in one sentence. */
  readonly choices: Choices | undefined
  constructor(
    code: ProblemCode,
    at: Location,
    what: string,
    remedy: string,
    related: readonly Related[] = [],
    choices?: Choices,
  ) {
    super(`${printLocation(at)} ${code}: ${what}. ${remedy}`)
    this.code = code
    this.at = at
    this.what = what
    this.remedy = remedy
    this.related = related
    this.choices = choices
  }
}

export interface Choices {
  /** Which was probably meant; may be empty. */
  readonly advice: string
  readonly allowed: readonly { readonly value: string; readonly meaning?: string }[]
}

/** Another place that explains a problem or a finding, for example where an id was first used. */
export interface Related {
  readonly at: Location
  readonly message: string
}
