import rehypeSanitize, { type Options } from 'rehype-sanitize'
import { unified } from 'unified'
import type { Root } from './elements.ts'

/**
 * What a page may hold: what Markdown makes, and of raw HTML what the templates use. Anything else is taken out; the
 * text in it stays, except that of scripts, styles and the like.
 *
 * No attribute that runs, loads or styles is among them; ids only of anchors, and only with signs that mean nothing
 * else, so that they are never one of the frame's own.
 */
const allowed: Options = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'a', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li'],
    ...['blockquote', 'hr', 'br', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'span', 'sub'],
    ...['sup', 'img', 'input'],
  ],
  attributes: {
    a: ['href', ['id', /^[A-Za-z0-9_-]{1,200}$/]],
    code: [['className', /^language-[A-Za-z0-9+#-]{1,20}$/]],
    // Both become text afterwards.
    img: ['alt'],
    input: ['checked'],
    ol: ['start'],
    th: ['align'],
    td: ['align'],
  },
  ancestors: {
    summary: ['details'],
    li: ['ol', 'ul'],
    thead: ['table'],
    tbody: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
  },
  protocols: { href: ['https', 'http', 'mailto'] },
  clobber: [],
  strip: ['script', 'style', 'template', 'iframe', 'object', 'noscript', 'svg', 'math', 'title', 'textarea', 'select'],
  allowComments: false,
  allowDoctypes: false,
}

const sanitiser = unified().use(rehypeSanitize, allowed)

/** The tree without anything that could run, load, style, or stand for the frame of the page. */
export const sanitiseHtml = (tree: Root): Root => sanitiser.runSync(tree) as Root
