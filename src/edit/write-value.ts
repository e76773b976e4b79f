import { isMapping, type YamlValue } from './edit.ts'
import type { Layout } from './layout.ts'
import { blockScalar, writeScalar } from './write-scalar.ts'

/**
 * A value as it is written behind `key:` or `-`. `inline` stands on that line; `lines` follow it, each with its
 * indentation, counted from the column of the key or dash.
 */
export interface Written {
  readonly inline: string
  readonly lines: readonly string[]
}

/** On one line: a scalar, or a list or mapping in brackets. */
export function writeFlow(value: YamlValue, layout: Layout): string {
  const { padding } = layout
  const inside = (parts: readonly string[], open: string, close: string, pad: string) =>
    parts.length === 0 ? `${open}${close}` : `${open}${pad}${parts.join(', ')}${pad}${close}`
  if (isList(value))
    return inside(
      value.map((entry) => writeFlow(entry, layout)),
      '[',
      ']',
      '',
    )
  if (isMapping(value)) {
    const parts = Object.entries(value).map(
      ([key, entry]) => `${writeKey(key, layout, true)}: ${writeFlow(entry, layout)}`,
    )
    return inside(parts, '{', '}', padding)
  }
  return writeScalar(value, { inFlow: true, style: 'plain', ...layout })
}

/** In block style, except what people write on one line: empty collections, short lists of words, what its key tells. */
export function writeBlock(value: YamlValue, layout: Layout, name?: string): Written {
  const { step, listStep } = layout
  if (isList(value)) {
    if (value.length === 0 || isOneLine(value, layout, name)) return { inline: writeFlow(value, layout), lines: [] }
    return { inline: '', lines: value.flatMap((entry) => indent(writeEntry(entry, layout), listStep)) }
  }
  if (isMapping(value)) {
    const keys = Object.keys(value)
    if (keys.length === 0 || isOneLine(value, layout, name)) return { inline: writeFlow(value, layout), lines: [] }
    return { inline: '', lines: keys.flatMap((key) => indent(writePair(key, value[key] ?? null, layout), step)) }
  }
  if (typeof value === 'string' && (value.includes('\n') || value.length > layout.width - 10)) {
    const block = blockScalar(value, value.includes('\n') ? 'literal' : 'folded', layout.width - 2 * step)
    if (block !== undefined) return { inline: block.header, lines: indent(block.lines, step) }
  }
  return { inline: writeScalar(value, { inFlow: false, style: 'plain', ...layout }), lines: [] }
}

/** `key: value` and the lines below it. */
export function writePair(key: string, value: YamlValue, layout: Layout): string[] {
  const { inline, lines } = writeBlock(value, layout, key)
  return [inline === '' ? `${writeKey(key, layout, false)}:` : `${writeKey(key, layout, false)}: ${inline}`, ...lines]
}

/** `- value` and the lines below it; the first key of a mapping stands behind the dash. */
export function writeEntry(value: YamlValue, layout: Layout): string[] {
  if (isMapping(value) && Object.keys(value).length > 0) {
    const [first = '', ...rest] = Object.entries(value).flatMap(([key, entry]) => writePair(key, entry, layout))
    return [`- ${first}`, ...indent(rest, 2)]
  }
  if (isList(value) && value.length > 0) return [`- ${writeFlow(value, layout)}`]
  const { inline, lines } = writeBlock(value, layout)
  return [`- ${inline}`, ...lines]
}

export const writeKey = (key: string, { quotes }: Layout, inFlow: boolean): string =>
  writeScalar(key, { inFlow, style: 'plain', quotes })

export const indent = (lines: readonly string[], columns: number): string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`))

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value)

const isScalar = (value: YamlValue): boolean => typeof value !== 'object' || value === null

function isOneLine(value: YamlValue, layout: Layout, name: string | undefined): boolean {
  const form = name === undefined ? undefined : layout.formOf.get(name)
  const parts: readonly YamlValue[] = isMapping(value) ? Object.values(value) : isList(value) ? value : []
  if (form === 'block' || !parts.every(isScalar)) return false
  if (form === undefined && isMapping(value)) return false
  return writeFlow(value, layout).length <= 80 && !parts.some((part) => typeof part === 'string' && part.includes('\n'))
}
