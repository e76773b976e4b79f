/**
 * The first percentage in a text: `85.7% of lines` -> 85.7. A number with a sign is a change, no measure, and is passed over:
 * `Coverage increased (+0.5%) to 92%` -> 92. undefined where there is none, or where the first one is no plain number from 0 to 100.
 * One pass over the text.
 */
export function firstPercentage(text: string): number | undefined {
  for (let end = text.indexOf('%'); end >= 0; end = text.indexOf('%', end + 1)) {
    let last = end
    if (text[last - 1] === ' ') last -= 1
    let start = last
    while (start > 0 && isPartOfNumber(text[start - 1])) start -= 1
    const before = text[start - 1]
    if (start === last || before === '+' || before === '-' || before === '\u2212') continue
    return toPercentage(text.slice(start, last), before)
  }
  return undefined
}

const isPartOfNumber = (character = ''): boolean =>
  (character >= '0' && character <= '9') || character === '.' || character === ','

/** `1.234.5`, `v1.85` and `.5` are no percentages; a comma before the decimals is one way to write them. */
function toPercentage(digits: string, before = ' '): number | undefined {
  if (digits.length > 20 || /[\p{L}\p{N}_]/u.test(before) || !/^[0-9]{1,3}(?:[.,][0-9]+)?$/.test(digits))
    return undefined
  const value = Number(digits.replace(',', '.'))
  return value <= 100 ? value : undefined
}
