import { printable } from './printable.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/**
 * A line of text for an attribute or the content of an element. Characters that XML 1.0 cannot hold in any form, and those
 * that show nothing, become escapes.
 * @see https://www.w3.org/TR/xml/#charsets
 */
export const xmlText = (text: string): string =>
  printable(text)
    .replace(/[\ufffe\uffff]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (mark) => entities[mark] ?? mark)
