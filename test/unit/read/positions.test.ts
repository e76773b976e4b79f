import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { RecordPath } from '../../../src/model/location.ts'
import { YamlPlace } from '../../../src/read/document-map.ts'
import { parseYaml } from '../../../src/read/parse-yaml.ts'
import { textAt } from '../../support/text-at.ts'

const key = fc.stringMatching(/^[a-zäöü][a-z0-9 _-]{0,8}[a-z0-9]$/)
const scalar = fc.oneof(
  fc.string({ maxLength: 12, unit: 'grapheme' }).filter((text) => !/[\r\u0085\u2028\u2029\ufeff]/.test(text)),
  fc.integer(),
  fc.boolean(),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  ),
}))
const record = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true })

function* pathsIn(data: unknown, path: RecordPath = []): Generator<readonly [RecordPath, unknown]> {
  yield [path, data]
  if (Array.isArray(data)) for (const [index, part] of data.entries()) yield* pathsIn(part, [...path, index])
  else if (typeof data === 'object' && data !== null) {
    for (const [name, part] of Object.entries(data)) yield* pathsIn(part, [...path, name])
  }
}

test.each([
  ['block', '- ', { defaultStringType: 'PLAIN' }],
  ['quoted', '- ', { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }],
  ['flow', '- - [', { collectionStyle: 'flow' }],
] as const)('every place points at the text that it claims (%s style)', (_name, before, options) => {
  fc.assert(
    fc.property(record, fc.boolean(), (data, crlf) => {
      const written = stringify(data, { ...options, lineWidth: 0 })
      const text = crlf ? written.replaceAll('\n', '\r\n') : written
      const { documents, problems } = parseYaml('a.yaml', text)
      expect(problems).toEqual([])
      const [document] = documents
      if (document === undefined) throw new Error('no document')
      expect(document.data).toEqual(data)
      const place = new YamlPlace(document.map, 0)
      for (const [path, part] of pathsIn(data)) {
        const step = path.at(-1)
        const claimed = textAt(text, place.locate(path, 'value'))
        // Read alone, what stands there is the value; a block of several lines is not indented alike when cut out.
        if (typeof part !== 'object' && !/[\n|>]/.test(claimed)) expect(readAlone(before, claimed)).toEqual(part)
        if (typeof step === 'string') expect(readAlone(before, textAt(text, place.locate(path, 'key')))).toBe(step)
      }
    }),
    { numRuns: 150 },
  )
})

/** A scalar cut out of its file, read by itself. */
function readAlone(before: string, text: string): unknown {
  const [document] = parseYaml('b.yaml', `${before}${text}${before.endsWith('[') ? ']' : ''}\n`).documents
  return [document?.data].flat(3)[0]
}

test('places of what is not there are those of the nearest part that is', () => {
  const text = 'id: POL-A\nmeta:\n  owner: ana\nlist:\n  - id: a\n  - name: b\n'
  const [document] = parseYaml('a.yaml', text).documents
  if (document === undefined) throw new Error('no document')
  const place = new YamlPlace(document.map, 0)
  const at = (path?: RecordPath, part?: 'key' | 'value') => {
    const { line, column } = place.locate(path, part)
    return `${line}:${column}`
  }
  expect(at()).toBe('1:5')
  expect(at(['missing'])).toBe('1:5')
  expect(at(['meta'])).toBe('2:1')
  expect(at(['meta', 'missing'])).toBe('2:1')
  expect(at(['meta', 'owner'], 'key')).toBe('3:3')
  expect(at(['list', 0, 'missing'])).toBe('5:9')
  expect(at(['list', 1])).toBe('6:5')
  expect(place.entries('list').map((entry) => entry.locate().line)).toEqual([5, 6])
})
