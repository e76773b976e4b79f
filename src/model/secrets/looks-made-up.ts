/**
 * Whether a value beside the name of a secret is one: chosen at random or at least no word. Words, paths, addresses, digests
 * that say so, placeholders and variables stay, so that a sentence about a secret stays readable.
 */
export function looksMadeUp(value: string, named: 'password' | 'secret'): boolean {
  if (value.length < (named === 'password' ? 6 : 8)) return false
  if (/^[$%{<*([]|^sha(?:1|256|384|512)[:-]|^https?:/.test(value)) return false
  if (!/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return named === 'password' && /[0-9!@$%^&*]/.test(value)
  // Day, version, variable.
  if (/^v?[0-9.]+(?:-[a-z]+)?$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)) return false
  return named === 'password' || bitsPerCharacter(value) >= 2.5
}

/** Shannon entropy of the characters of a text. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
