import type { CST } from 'yaml'
import { Problem } from '../model/problem.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import type { SourceText } from './document-map.ts'

export interface Inspection {
  /** Features of YAML that are refused, in reading order, at most ten. */
  readonly refused: readonly Problem[]
  /** Where quotes and brackets open that never close. */
  readonly unclosed: readonly { readonly offset: number; readonly mark: string }[]
}

const MOST_PROBLEMS = 10

/**
 * Looks for what is refused and what is never closed, before anything is built from the text: an alias that is not
 * resolved cannot grow.
 */
export function inspectTokens(tokens: readonly CST.Token[], source: SourceText): Inspection {
  const refused: Problem[] = []
  const unclosed: { offset: number; mark: string }[] = []
  const refuse = (token: { offset: number; source: string }, what: string, remedy: string) => {
    if (refused.length >= MOST_PROBLEMS) return
    refused.push(new Problem('YML-006', source.locate(token.offset, token.offset + token.source.length), what, remedy))
  }
  const look = (mark: CST.SourceToken) => {
    const shown = shorten(mark.source)
    if (mark.type === 'anchor')
      refuse(
        mark,
        `The anchor ${shown} is not allowed`,
        'Write the value where it is needed; put a text that starts with & in quotes.',
      )
    if (mark.type === 'tag')
      refuse(
        mark,
        `The tag ${shown} is not allowed`,
        'Leave it out; quotes make a text, also of one that starts with !.',
      )
  }
  const open: CST.Token[] = [...tokens].reverse()
  const push = (token: CST.Token | null | undefined) => {
    if (token !== null && token !== undefined) open.push(token)
  }
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    switch (token.type) {
      case 'directive':
        refuse(token, `The directive ${shorten(token.source)} is not allowed`, 'Leave it out: records are YAML 1.2.')
        break
      case 'alias':
        refuse(
          token,
          `The alias ${shorten(token.source)} is not allowed`,
          'Write the value where it is needed; put a text that starts with * in quotes.',
        )
        break
      case 'double-quoted-scalar':
      case 'single-quoted-scalar':
        if (!isClosed(token.source)) unclosed.push({ offset: token.offset, mark: token.source.slice(0, 1) })
        break
      case 'document':
        push(token.value)
        for (const mark of token.start) look(mark)
        break
      case 'block-scalar':
        for (const prop of token.props) if ('source' in prop) look(prop as CST.SourceToken)
        break
      case 'flow-collection':
        if (!token.end.some((end) => end.type === 'flow-seq-end' || end.type === 'flow-map-end')) {
          unclosed.push({ offset: token.start.offset, mark: token.start.source })
        }
        pushItems(token.items, push, look)
        break
      case 'block-map':
      case 'block-seq':
        pushItems(token.items, push, look)
        break
      default:
    }
  }
  return { refused, unclosed }
}

function pushItems(
  items: readonly CST.CollectionItem[],
  push: (token: CST.Token | null | undefined) => void,
  look: (mark: CST.SourceToken) => void,
): void {
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index]
    push(item?.value)
    push(item?.key)
  }
  for (const item of items) {
    for (const mark of item.start) look(mark)
    for (const mark of item.sep ?? []) look(mark)
  }
}

function isClosed(source: string): boolean {
  const quote = source.slice(0, 1)
  if (source.length < 2 || !source.endsWith(quote)) return false
  if (quote === "'") return /^'(?:[^']|'')*'$/.test(source)
  const slashes = /(?<!\\)\\*$/.exec(source.slice(0, -1))?.[0].length ?? 0
  return slashes % 2 === 0
}

const shorten = (text: string): string => `\`${text.length > 40 ? `${redactText(text).slice(0, 40)}...` : text}\``
