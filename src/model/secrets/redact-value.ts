import { RedactionFailed, redactText } from './redact-text.ts'
import { isRedactionMark, redactionMark } from './redaction-mark.ts'
import { secretNamed } from './secret-names.ts'

/** What one value may hold: more is no record of anything, and looking through it is not how it is refused. */
const limits = { depth: 64, values: 5_000_000, characters: 128 * 1024 * 1024 } as const

/** A file name is taken apart first: what is taken out of one part must not take the folders after it along. */
const pathNames = new Set(['path', 'previousPath', 'file'])

/**
 * A JSON value in which each secret is a mark. A member with the name of a secret (`password`, `apiKey`, `authorization`) loses
 * its text whole; any other text loses what `redactText` finds. A text never becomes longer than it was unless it was a secret
 * as a whole, so that limits of its schema hold. Member names, numbers and the form stay.
 *
 * @throws RedactionFailed where there is too much to look through, or it is nested too deep
 */
export function redactValue<T>(value: T): T {
  const left = { values: limits.values, characters: limits.characters }
  return redacted(value, '', 0, left) as T
}

function redacted(value: unknown, name: string, depth: number, left: { values: number; characters: number }): unknown {
  left.values -= 1
  if (depth > limits.depth || left.values < 0) throw new RedactionFailed('more or deeper than any record is')
  if (typeof value === 'string') {
    left.characters -= value.length
    if (left.characters < 0) throw new RedactionFailed(`more than ${limits.characters} characters`)
    return redactMember(name, value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    let same = true
    const items = value.map((item) => {
      const made = redacted(item, name, depth + 1, left)
      if (made !== item) same = false
      return made
    })
    return same ? value : items
  }
  let same = true
  const entries = Object.entries(value).map(([member, item]) => {
    const made = redacted(item, member, depth + 1, left)
    if (made !== item) same = false
    return [member, made] as const
  })
  // The very object where nothing was found: most values hold no secret, and copies cost.
  return same ? value : Object.fromEntries(entries)
}

function redactMember(name: string, text: string): string {
  if (text === '') return text
  if (secretNamed(name) !== undefined) return isRedactionMark(text) ? text : redactionMark('secret-field')
  const made = pathNames.has(name) ? text.split('/').map(redactText).join('/') : redactText(text)
  return made.length > text.length ? [...made].slice(0, [...text].length).join('') : made
}
