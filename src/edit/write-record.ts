import { wrapWords } from '../model/wrap-words.ts'
import type { YamlValue } from './edit.ts'
import type { Layout } from './layout.ts'
import { writePair } from './write-value.ts'

/** The layout of the files that Countersign writes. */
const ownLayout: Layout = {
  newline: '\n',
  step: 2,
  listStep: 2,
  quotes: 'double',
  plainDates: true,
  padding: '',
  formOf: new Map(),
  width: 118,
}

/** A key that a record may have besides, with what it means. */
export interface OptionalKey {
  readonly key: string
  readonly meaning: string
}

/**
 * The text of a new file with one record in it.
 *
 * @param schema path of its schema, relative to the file, for editors
 * @param optional keys that are named in comments at the end
 */
export function writeRecord(
  record: { readonly [key: string]: YamlValue },
  { schema, optional }: { readonly schema: string; readonly optional: readonly OptionalKey[] },
): string {
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    ...Object.entries(record).flatMap(([key, value]) => writePair(key, value, ownLayout)),
  ]
  const width = Math.max(0, ...optional.map(({ key }) => key.length)) + 1
  const besides = optional.flatMap(({ key, meaning }) => {
    const [first = '', ...rest] = wrapWords(meaning.replaceAll('\n', ' '), ownLayout.width - width - 4)
    return [
      `#   ${`${key}:`.padEnd(width)} ${first}`.trimEnd(),
      ...rest.map((line) => `#   ${' '.repeat(width)} ${line}`),
    ]
  })
  return [...lines, ...(besides.length === 0 ? [] : ['#', '# It may also have:', ...besides]), ''].join('\n')
}
