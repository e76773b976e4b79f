import { printable } from './printable.ts'

/**
 * Text of people for one cell of a Markdown table, or for a line of Markdown: it cannot end the cell, begin HTML, a link, code,
 * emphasis or mathematics, nor name a person or an issue so that the forge notifies or links. It reads as it was written.
 * Characters that mean something become numeric references, which GitHub renders and never parses as Markdown.
 */
export function markdownText(text: string): string {
  const line = printable(text.replace(/\s+/g, ' ').trim())
  const escaped = line.replace(/[&<>|`*_~[\](){}\\$!^"']/g, reference)
  return (
    escaped
      // A word joiner after the sign keeps "@name" and "#1" from being a mention or a reference; GH-1 and bare commits as well.
      .replace(/@/g, '&#64;&#8288;')
      .replace(/#(?=\d)(?<!&#)/g, '&#35;&#8288;')
      .replace(/\b(gh)-(?=\d)/gi, '$1&#45;&#8288;')
      .replace(/:\/\//g, '&#58;&#47;&#8288;&#47;')
      .replace(/\b(www)\./gi, '$1&#46;&#8288;')
      .replace(/:(?=[\w+-]+:)/g, '&#58;')
      // At the start of a line these begin a list, a heading, a quotation or a rule.
      .replace(/^([-+=#]|\d+(?=[.]))/, (mark) => [...mark].map(reference).join(''))
  )
}

const reference = (mark: string): string => `&#${mark.codePointAt(0)};`

/** A link whose target is an https address and nothing else; the text alone where it is not. */
export function markdownLink(text: string, url: string): string {
  const safe = /^https:\/\/[A-Za-z0-9._~:/?#@!$&'*+,;=%-]+$/.test(url) ? url.replace(/[*_~$@|]/g, encode) : undefined
  return safe === undefined ? markdownText(text) : `[${markdownText(text)}](<${safe}>)`
}

const encode = (mark: string): string => `%${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`
