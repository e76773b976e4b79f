import { wrapWords } from '../model/wrap-words.ts'
import { parseYaml } from '../read/parse-yaml.ts'

export type ScalarStyle = 'plain' | 'single' | 'double'

/** Where a scalar is written: brackets and commas end it inside `[ ]` and `{ }`. */
export interface ScalarContext {
  readonly inFlow: boolean
  readonly style: ScalarStyle
  /** Whether a day may stand without quotes, because the one that it replaces did. */
  readonly plainDates?: boolean
  /** Quotes to use where a text cannot stand plain. */
  readonly quotes: 'single' | 'double'
}

type Scalar = string | number | boolean | null

/**
 * A scalar on one line that every reader of YAML takes for this value. The style that is asked for is kept if it can
 * hold the value; each candidate is read back before it is used, and double quotes can hold everything.
 */
export function writeScalar(value: Scalar, context: ScalarContext): string {
  if (typeof value !== 'string') return value === null ? 'null' : String(value)
  const candidates = [
    ...(context.style === 'plain' && (isPlain(value) || (context.plainDates === true && isDate(value))) ? [value] : []),
    ...((context.style === 'single' || (context.style === 'plain' && context.quotes === 'single')) && isVisible(value)
      ? [`'${value.replaceAll("'", "''")}'`]
      : []),
  ]
  return candidates.find((text) => readsAs(text, value, context.inFlow)) ?? doubleQuoted(value)
}

/** Whether a text written without quotes is a text to readers of YAML 1.1 too. */
function isPlain(text: string): boolean {
  return (
    text.length <= 1000 &&
    isVisible(text) &&
    !/^[\s\-?:,[\]{}#&*!|>'"%@`=~<]|^\.{1,3}$|^\.(?:inf|nan)|\s$|:(?:\s|$)|\s#/i.test(text) &&
    !/^(?:y|n|yes|no|on|off|true|false|null|)$/i.test(text) &&
    // Numbers of YAML 1.1 and 1.2: signs, underscores, bases, base sixty.
    !isDate(text) &&
    !/^[-+.]?\d[\d_]*(?:[.:bBeExXoO][\d_a-fA-F.:eE+-]*)?$/.test(text)
  )
}

/** A day or moment as it is: a text for us, a moment for readers of YAML 1.1. Written plain only where it was plain. */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(?:[Tt ][\d:.]+(?:[Zz]|[+-]\d{2}:?\d{2})?)?$/.test(text)

/** Nothing that has to be escaped: controls, line ends, marks that cannot be seen. A tab would be lost in some places. */
const isVisible = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u.test(text)

function readsAs(text: string, value: string, inFlow: boolean): boolean {
  const { documents, problems } = parseYaml('', inFlow ? `[${text}, x]` : `k: ${text}\nl: x\n`)
  const [document] = documents
  if (document === undefined || problems.length > 0 || document.problems.length > 0) return false
  const read = JSON.stringify(document.data)
  return read === JSON.stringify(inFlow ? [value, 'x'] : { k: value, l: 'x' })
}

/** JSON is YAML; marks that cannot be seen are escaped besides, and halves of a character, which no file can hold. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu, (mark) => {
    const code = mark.codePointAt(0) ?? 0
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** The lines of a block scalar without their indentation, or undefined where a block cannot hold the text. */
export function blockScalar(
  text: string,
  style: 'literal' | 'folded',
  width: number,
): { readonly header: string; readonly lines: readonly string[] } | undefined {
  const chomping = text.endsWith('\n') ? '' : '-'
  const body = text.replace(/\n$/, '')
  if (body === '' || body.endsWith('\n') || !isVisible(body.replaceAll('\n', ''))) return undefined
  // A first line that starts with a space would need a number in the header; lines of blanks alone may be lost.
  if (
    /^\s|[ \t]$/m.test(
      body
        .split('\n')
        .filter((line) => line !== '')
        .join('\n'),
    )
  )
    return undefined
  if (body.startsWith('\n')) return undefined
  if (style === 'literal') return { header: `|${chomping}`, lines: body.split('\n') }
  if (body.includes('\n') || /\s\s/.test(body)) return undefined
  return { header: `>${chomping}`, lines: wrapWords(body, width) }
}
