import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml'
import { Problem } from '../model/problem.ts'
import type { AmbiguousScalar } from '../model/program-model.ts'
import { whyAmbiguous } from './ambiguous-scalar.ts'
import { andMore } from './and-more.ts'
import type { DocumentMap, WrittenKey } from './document-map.ts'
import { limits } from './limits.ts'

export interface Converted {
  readonly data: unknown
  /** Rows of scalars that another reader of YAML takes for something else. */
  readonly ambiguous: readonly { readonly row: number; readonly scalar: AmbiguousScalar }[]
}

/** Every name that a plain object has without anybody writing it, so that no key can shadow or reach a prototype. */
const forbiddenKeys: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])

/**
 * Plain data of a document. The first of two equal keys counts, and both are reported: one pass with a set, because the
 * parser's own check compares every pair.
 */
export function convertDocument(
  root: ParsedNode,
  map: DocumentMap,
): Converted & { readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  let moreProblems = 0
  const ambiguous: { row: number; scalar: AmbiguousScalar }[] = []
  let moreAmbiguous = 0
  const { source } = map

  function tell(make: () => Problem): void {
    if (problems.length < limits.problemsOfDocument) problems.push(make())
    else moreProblems += 1
  }

  function convert(node: ParsedNode | null, fallback: number, key: WrittenKey | undefined): unknown {
    const [start, end] = node?.range ?? [fallback, fallback]
    if (isMap(node)) {
      const row = map.open(node.flow === true ? 'flow' : 'block', start, end, key)
      const object: Record<string, unknown> = {}
      const seen = new Map<string, WrittenKey>()
      for (const pair of node.items) {
        const written = toKey(pair.key as ParsedNode | null, start)
        if (written === undefined) continue
        const seenAs = plainly(written.name)
        const first = seen.get(seenAs)
        if (first !== undefined) tell(() => repeatedKey(written, first))
        else {
          seen.set(seenAs, written)
          object[written.name] = convert(pair.value as ParsedNode | null, written.end, written)
        }
      }
      map.close(row)
      return object
    }
    if (isSeq(node)) {
      const row = map.open(node.flow === true ? 'flow' : 'block', start, end, key)
      const list = node.items.map((item) => convert(item as ParsedNode | null, start, undefined))
      map.close(row)
      return list
    }
    const row = map.open('scalar', start, isBlockText(node) ? endOfWords(source.text, end) : end, key)
    if (!isScalar(node)) return null
    if (isHalf(node)) tell(() => new Problem('YML-006', source.locate(start, end), ...halfCharacter))
    const why = node.type === 'PLAIN' ? whyAmbiguous(node.source ?? '', node.value) : undefined
    if (why !== undefined) {
      if (ambiguous.length < limits.problemsOfDocument)
        ambiguous.push({ row, scalar: { source: node.source ?? '', why } })
      else moreAmbiguous += 1
    }
    return typeof node.value === 'bigint' ? Number(node.value) : node.value
  }

  /** The key, or undefined where it was refused. */
  function toKey(node: ParsedNode | null, fallback: number): WrittenKey | undefined {
    const [start, end] = node?.range ?? [fallback, fallback]
    const refuse = (what: string, remedy: string) => {
      tell(() => new Problem('YML-006', source.locate(start, end), what, remedy))
      return undefined
    }
    if (isMap(node) && node.flow === true && source.text[start - 1] === '{') {
      return refuse('`{{` is a blank of a template', 'Fill it in, or put the text in quotes.')
    }
    if (!isScalar(node) || node.range[0] === node.range[1]) {
      return refuse('A key must be a single word or a text in quotes', 'Write `key: value`.')
    }
    const name = textOf(node)
    if (isHalf(node)) return refuse(...halfCharacter)
    if (name === '<<') return refuse('The merge key `<<` is not allowed', 'Write the values where they are needed.')
    if (forbiddenKeys.has(name)) return refuse(`The key \`${name}\` is not allowed`, 'Choose another name.')
    return { name, start, end }
  }

  function repeatedKey(second: WrittenKey, first: WrittenKey): Problem {
    return new Problem(
      'YML-005',
      source.locate(second.start, second.end),
      `The key \`${second.name.slice(0, 100)}\` is written twice in this mapping`,
      'Keep one of them.',
      [{ at: source.locate(first.start, first.end), message: 'written here first' }],
    )
  }

  const data = convert(root, 0, undefined)
  return { data, ambiguous: withCount(ambiguous, moreAmbiguous), problems: andMore(problems, moreProblems, 'record') }
}

/** The last one says how many others there are. */
function withCount(shown: Converted['ambiguous'], more: number): Converted['ambiguous'] {
  const last = shown.at(-1)
  if (more === 0 || last === undefined) return shown
  const why = `${last.scalar.why}; so can ${more} more values in this record`
  return [...shown.slice(0, -1), { row: last.row, scalar: { ...last.scalar, why } }]
}

const isBlockText = (node: ParsedNode | null): boolean =>
  isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')

/** The parser counts the line breaks below a text to it. */
function endOfWords(text: string, end: number): number {
  let at = end
  while (at > 0 && ' \t\r\n'.includes(text.charAt(at - 1))) at -= 1
  return at
}

/** Two keys that look alike are one: é can be written as one letter, or as e and an accent. */
const plainly = (name: string): string => (/^[\u0020-\u007e]*$/.test(name) ? name : name.normalize('NFC'))

const halfCharacter = [
  'The text holds half a character (an escape from \\ud800 to \\udfff alone)',
  'Write the character itself.',
] as const

/** Only an escape can make one: the text of a file is UTF-8. No record could be written out with it. */
const isHalf = ({ type, value }: Scalar): boolean =>
  type === 'QUOTE_DOUBLE' && typeof value === 'string' && /[\ud800-\udfff]/u.test(value)

/** A key as it was written: `1.10` stays `1.10`. */
function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}
