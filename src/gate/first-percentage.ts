/**
 * The first percentage in a text: `85.7% of lines` -> 85.7. A number with a sign is a change, no measure, and is passed over:
 * `Coverage increased (+0.5%) to 92%` -> 92. undefined where there is none, or where the first one is no plain number from 0 to 100.
 * One pass over the text.
 */
export function firstPercentage(text: string): number | undefined {
  const [first] = [...text.matchAll(/%/g)].flatMap(({ index }) => {
    const last = text.charAt(index - 1) === ' ' ? index - 1 : index
    let start = last
    while (isPartOfNumber(text.charAt(start - 1))) start -= 1
    const before = text.charAt(start - 1)
    return start === last || isSign(before) ? [] : [{ before, digits: text.slice(start, last) }]
  })
  return first === undefined ? undefined : toPercentage(first.digits, first.before)
}

const isPartOfNumber = (character: string): boolean => /^[0-9.,]$/.test(character)
/** The last one is a minus as typesetters write it. */
const isSign = (character: string): boolean => /^[+\-\u2212]$/.test(character)

/** `1.234.5`, `v1.85` and `.5` are no percentages; a comma before the decimals is one way to write them. */
function toPercentage(digits: string, before: string): number | undefined {
  if (/[\p{L}\p{N}_]/u.test(before) || !/^[0-9]{1,3}(?:[.,][0-9]+)?$/.test(digits)) return undefined
  const value = Number(digits.replace(',', '.'))
  return value <= 100 ? value : undefined
}
