import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeNamer } from '../../../src/read/name-place.ts'
import { parseYaml } from '../../../src/read/parse-yaml.ts'

const text = `# comment
apiVersion: countersign/v1
kind: RiskRegister
id: RGR-MAIN
owners: [ana, ben]
risks:
  - id: RSK-1
    title: >
      folded
      text
    empty:
    links: { a: { b: [1, {c: d}] } }
  - { title: Two, id: RSK-2 }
---
kind: People
people:
  - { person: ana, role: admin }
  - [nested]
  - {}
`

const nameAt = (needle: string, offset = 0) => {
  const start = text.indexOf(needle) + offset
  const before = text.slice(0, start).split('\n')
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1]
  const name = placeNamer('f.yaml', text)({ file: 'f.yaml', line, column, endLine: line, endColumn: column + 1 })
  return name === undefined ? undefined : [name.record, ...name.path].join('/')
}

test.each([
  ['kind: Risk', 0, 'RGR-MAIN/kind'],
  ['RiskRegister', 3, 'RGR-MAIN/kind'],
  ['ben]', 0, 'RGR-MAIN/owners/ben'],
  ['risks:', 0, 'RGR-MAIN/risks'],
  ['RSK-1', 0, 'RGR-MAIN/risks/RSK-1'],
  ['title: >', 0, 'RGR-MAIN/risks/RSK-1/title'],
  ['folded', 0, 'RGR-MAIN/risks/RSK-1/title'],
  ['empty:', 0, 'RGR-MAIN/risks/RSK-1/empty'],
  ['c: d', 3, 'RGR-MAIN/risks/RSK-1/links/a/b/d/c'],
  ['{ title: Two', 0, 'RGR-MAIN/risks/RSK-2'],
  ['Two', 0, 'RGR-MAIN/risks/RSK-2/title'],
  ['person: ana', 0, 'People/people/ana/admin/person'],
  ['nested', 0, 'People/people/nested/nested'],
  ['{}', 0, 'People/people/2'],
])('%j + %i is %s', (needle, offset, name) => {
  expect(nameAt(needle, offset)).toBe(name)
})

test('a place outside every record, or in a text that is not YAML, has no name', () => {
  expect(nameAt('# comment')).toBeUndefined()
  const at = { file: 'f', line: 1, column: 1, endLine: 1, endColumn: 1 }
  expect(placeNamer('f', 'a: [')(at)).toBeUndefined()
  expect(placeNamer('f', '')(at)).toBeUndefined()
  expect(placeNamer('f', 'a: 1\n')({ ...at, line: 99 })).toBeUndefined()
})

const data: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.integer(), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('value'), { maxKeys: 4 }),
}))['map'] as fc.Arbitrary<unknown>

test('every value lies at its own path', () => {
  fc.assert(
    fc.property(data, fc.constantFrom(0, 2), (value, indent) => {
      const { documents } = parseYaml('f', JSON.stringify(value, undefined, indent))
      const [document] = documents
      if (document === undefined) return
      const visit = (part: unknown, path: readonly (string | number)[]): void => {
        const at = document.map.locate(0, path, 'value')
        if (path.length > 0) expect(document.map.pathAt(document.map.source.offsetOf(at) ?? -1)).toEqual(path)
        const entries = Array.isArray(part) ? part.entries() : Object.entries(Object(part) as object)
        if (typeof part === 'object') for (const [key, inner] of entries) visit(inner, [...path, key])
      }
      visit(value, [])
    }),
  )
})
