/** Values that every reader of YAML takes for the same text without quotes: a day, or an id that is no keyword. */
const plain = /^(?:\d{4}-\d{2}-\d{2}|(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9_-]*)$/

/** A file of the starter program names a token that nobody fills. */
export class UnknownToken extends Error {
  override readonly name = 'UnknownToken'
  readonly token: string

  constructor(token: string) {
    super(`no value is known for {{${token}}}`)
    this.token = token
  }
}

/**
 * The YAML text with every `{{token}}` replaced in one pass: a value that looks like a token stays as it is.
 *
 * Tokens stand in double-quoted scalars, so values are escaped for these, and no value can end its scalar or add a key.
 * A scalar that is one token alone loses its quotes where it can.
 *
 * @throws UnknownToken for a token without a value
 */
export function fillTokens(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /"\{\{(\w+)\}\}"|\{\{(\w+)\}\}/g,
    (_whole, alone: string | undefined, within: string | undefined) => {
      const token = alone ?? within ?? ''
      const value = values.get(token)
      if (value === undefined) throw new UnknownToken(token)
      if (alone === undefined) return quoted(value).slice(1, -1)
      return yamlScalar(value)
    },
  )
}

/** A value as a YAML scalar that every reader takes for that text. @param as `text`: with quotes whatever it is */
export const yamlScalar = (value: string, as: 'plain' | 'text' = 'plain'): string =>
  as === 'plain' && plain.test(value) ? value : quoted(value)

/** JSON's escapes are YAML's; the separators that JSON leaves alone would break a line for some readers. */
const quoted = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
