import { assignedSecrets, nameHints } from './assigned-secrets.ts'
import { privateKeyBlocks } from './private-key-blocks.ts'
import { redactionMark } from './redaction-mark.ts'
import { type SecretPlace, shapedSecrets, shapeHints } from './secret-shapes.ts'

/** A text or a value in which secrets could not be looked for to the end: it must not be written anywhere. */
export class RedactionFailed extends Error {
  override readonly name = 'RedactionFailed'
}

/** What any secret has at least one of; most texts are a word, a number or a hash, and are not searched further. */
const mayBe = new RegExp(
  [...shapeHints, ...nameHints, 'PRIVATE KEY', 'PuTTY'].map((hint) => hint.replace(/[.+?]/g, '\\$&')).join('|'),
  'i',
)

/** Hashes, numbers and moments: the larger part of a record, and never one of the above. */
const plain = /^[0-9a-fTZ:.+-]*$/

/** Taking one secret out can lay the beginning of another one bare; more layers than this nobody makes but on purpose. */
const mostTurns = 16

/**
 * A text in which each secret is a mark such as `(redacted:github-token)`. Decided by the form of a token and by the name it
 * stands beside, never by words: `monkey`, `tokens.create` and the hash of a commit stay. What comes out has nothing more to
 * find. Time grows as the text does.
 *
 * @throws RedactionFailed
 */
export function redactText(text: string): string {
  if (plain.test(text) || !mayBe.test(text)) return text
  let redacted = text
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const places = [...privateKeyBlocks(redacted), ...shapedSecrets(redacted), ...assignedSecrets(redacted)]
    if (places.length === 0) return redacted
    redacted = withMarks(redacted, places)
  }
  throw new RedactionFailed('secrets within secrets')
}

/** Of places that overlap, the first names the rule and the last end counts. */
function withMarks(text: string, places: readonly SecretPlace[]): string {
  const parts: string[] = []
  let rule: string | undefined
  let until = 0
  for (const place of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (rule !== undefined && place.start < until) {
      until = Math.max(until, place.end)
      continue
    }
    if (rule !== undefined) parts.push(redactionMark(rule))
    parts.push(text.slice(until, place.start))
    rule = place.rule
    until = place.end
  }
  if (rule !== undefined) parts.push(redactionMark(rule))
  return [...parts, text.slice(until)].join('')
}
