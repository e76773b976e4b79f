import { describe, expect, test } from 'vitest'
import type { Edit } from '../../../src/edit/edit.ts'
import { editYaml } from '../../../src/edit/edit-yaml.ts'
import { Refusal } from '../../../src/model/refusal.ts'

const edited = (text: string, ...edits: Edit[]) =>
  editYaml(
    'f.yaml',
    text,
    edits.map((edit) => ({ document: 0, edit })),
  )
const set = (
  path: Edit['path'],
  value: Edit extends infer E ? (E extends { kind: 'set'; value: infer V } ? V : never) : never,
  order?: string[],
): Edit => ({
  kind: 'set',
  path,
  value,
  ...(order === undefined ? {} : { order }),
})
const append = (path: Edit['path'], value: Parameters<typeof set>[1]): Edit => ({ kind: 'append', path, value })
const remove = (path: Edit['path']): Edit => ({ kind: 'remove', path })

describe('setting a value', () => {
  test.each<[name: string, before: string, edit: Edit, after: string]>([
    ['keeps alignment and remark', 'a:   1  # one\nb: 2\n', set(['a'], 10), 'a:   10  # one\nb: 2\n'],
    ['keeps double quotes', 'v: "1.0.0"\n', set(['v'], '1.0.1'), 'v: "1.0.1"\n'],
    ['keeps single quotes', "v: '1.0.0' # x\n", set(['v'], "it's"), "v: 'it''s' # x\n"],
    ['keeps a plain day plain', 'd: 2026-01-01\n', set(['d'], '2026-02-01'), 'd: 2026-02-01\n'],
    ['quotes a day that replaces a word', 'd: soon\n', set(['d'], '2026-02-01'), 'd: "2026-02-01"\n'],
    [
      'writes a day like the others',
      'd: soon\ne: 2026-01-01\n',
      set(['d'], '2026-02-01'),
      'd: 2026-02-01\ne: 2026-01-01\n',
    ],
    ['quotes what older readers misread', 'd: soon\n', set(['d'], 'no'), 'd: "no"\n'],
    ['quotes with the quotes of the file', "d: soon\ne: 'x'\n", set(['d'], '1.10'), "d: '1.10'\ne: 'x'\n"],
    ['makes a text of a number', 'version: 1.10 # v\n', set(['version'], '1.10'), 'version: "1.10" # v\n'],
    ['fills an empty value', 'a:  # why\nb: 1\n', set(['a'], 'x'), 'a: x  # why\nb: 1\n'],
    ['keeps CRLF', 'a: 1\r\nb: 2\r\n', set(['a'], 3), 'a: 3\r\nb: 2\r\n'],
    ['keeps a byte order mark', '\ufeffa: 1\n', set(['a'], 3), '\ufeffa: 3\n'],
    ['keeps a missing last line end', 'b: 2\na: 1', set(['a'], 3), 'b: 2\na: 3'],
    ['replaces a text of several lines', 'a: one\n  two\n# c\nb: 1\n', set(['a'], 'x'), 'a: x\n# c\nb: 1\n'],
    ['keeps a folded block folded', 'a: >-\n  one\n  two\n\nb: 1\n', set(['a'], 'x y'), 'a: >-\n  x y\n\nb: 1\n'],
    [
      'keeps a remark at a block',
      'a: |  # r\n    one\nb: 1\n',
      set(['a'], 'x\ny\n'),
      'a: |  # r\n    x\n    y\nb: 1\n',
    ],
    ['writes several lines as a block', 'a: x # r\nb: 1\n', set(['a'], 'x\n\ny'), 'a: |- # r\n  x\n\n  y\nb: 1\n'],
    ['ends a block where a number comes', 'a: |\n  one\n\nb: 1\n', set(['a'], 5), 'a: 5\n\nb: 1\n'],
    ['inside braces', 'r: { a: 1, b: 2 } # c\n', set(['r', 'a'], 'x, y'), 'r: { a: "x, y", b: 2 } # c\n'],
    ['an entry of a list', 'l:\n- a\n-   b # c\n', set(['l', 1], 'z'), 'l:\n- a\n-   z # c\n'],
    ['a list in place of a block', 'l:\n  - a\n\nb: 1\n', set(['l'], []), 'l: []\n\nb: 1\n'],
    ['a block in place of braces', 'l: {} # c\nb: 1\n', set(['l'], { x: { z: 1 } }), 'l: # c\n  x:\n    z: 1\nb: 1\n'],
    ['a braceless key in braces', 'l: {a, b: 1}\n', set(['l', 'a'], 2), 'l: {a: 2, b: 1}\n'],
  ])('%s', (_name, before, edit, after) => {
    expect(edited(before, edit)).toBe(after)
  })
})

describe('adding', () => {
  test.each<[name: string, before: string, edit: Edit, after: string]>([
    ['a key behind its predecessor', 'a: 1 # c\nc: 3\n', set(['b'], 2, ['a', 'b', 'c']), 'a: 1 # c\nb: 2\nc: 3\n'],
    ['a key at the end, before blank lines', 'a: 1\n\n# end\n', set(['b'], 2), 'a: 1\nb: 2\n\n# end\n'],
    ['a key without last line end', 'a: 1', set(['b'], 2), 'a: 1\nb: 2'],
    ['a key behind a dash', '- a: 1\n- a: 2\n', set([0, 'b'], 'x'), '- a: 1\n  b: x\n- a: 2\n'],
    ['a key in braces', 'r: {a: 1}\n', set(['r', 'b'], 2), 'r: {a: 1, b: 2}\n'],
    [
      'a key in braces over lines',
      'r: {\n  a: 1,\n  b: 2\n}\n',
      set(['r', 'c'], 3),
      'r: {\n  a: 1,\n  b: 2,\n  c: 3\n}\n',
    ],
    [
      'a mapping as its siblings are',
      'l:\n  - r: {x: 1}\n  - a: 1\n',
      set(['l', 1, 'r'], { x: 2 }),
      'l:\n  - r: {x: 1}\n  - a: 1\n    r: {x: 2}\n',
    ],
    [
      'a row',
      'l:\n- a: 1\n# end\nb: 1\n',
      append(['l'], { a: 2, b: [1, 2] }),
      'l:\n- a: 1\n- a: 2\n  b: [1, 2]\n# end\nb: 1\n',
    ],
    [
      'a row with a blank line, like the others',
      'l:\n  - a: 1\n\n  - a: 2\n',
      append(['l'], { a: 3 }),
      'l:\n  - a: 1\n\n  - a: 2\n\n  - a: 3\n',
    ],
    ['a word in brackets', 'l: [a, b] # c\n', append(['l'], 'c d'), 'l: [a, b, c d] # c\n'],
    ['a first word', 'l: [] # c\n', append(['l'], 'a'), 'l: [a] # c\n'],
    ['a first row', 'l: [] # c\nb: 1\n', append(['l'], { a: 1 }), 'l: # c\n  - a: 1\nb: 1\n'],
    ['a list that was not there', 'a: 1\n', append(['l'], 'x'), 'a: 1\nl: [x]\n'],
    ['a row behind a block text', 'l:\n  - |\n    x\n', append(['l'], 'z'), 'l:\n  - |\n    x\n  - z\n'],
  ])('%s', (_name, before, edit, after) => {
    expect(edited(before, edit)).toBe(after)
  })
})

describe('removing', () => {
  test.each<[name: string, before: string, edit: Edit, after: string]>([
    ['a key with its remark', '# a\na: 1 # c\nb: 2\n', remove(['a']), '# a\nb: 2\n'],
    ['the last key without line end', 'a: 1\nb: 2', remove(['b']), 'a: 1'],
    ['the first key behind a dash', '- a: 1\n  b: 2\n', remove([0, 'a']), '- b: 2\n'],
    ['a key in braces', 'r: {a: 1, b: 2, c: 3}\n', remove(['r', 'b']), 'r: {a: 1, c: 3}\n'],
    ['the last key in braces', 'r: {a: 1, b: 2}\n', remove(['r', 'b']), 'r: {a: 1}\n'],
    ['the only key', 'r:\n  a: 1\nb: 1\n', remove(['r', 'a']), 'r: {}\nb: 1\n'],
    ['an entry of a list', 'l:\n  - a\n  - b # c\n  - c\n', remove(['l', 1]), 'l:\n  - a\n  - c\n'],
    ['a block', 'a:\n  - |\n    x\n\n    y\n  - z\nb: 1\n', remove(['a', 0]), 'a:\n  - z\nb: 1\n'],
  ])('%s', (_name, before, edit, after) => {
    expect(edited(before, edit)).toBe(after)
  })

  test('several edits, one after the other', () => {
    expect(
      edited('l: [a, b, c]\nx: 1\n', remove(['l', 0]), remove(['l', 0]), set(['w'], 2), set(['z'], 3), set(['x'], 0)),
    ).toBe('l: [c]\nx: 0\nw: 2\nz: 3\n')
  })
})

test('only the named document of a file changes', () => {
  const text = '# top\n---\na: 1\n...\n# mid\n---\na: 1 # second\n---\na: 1\n'
  const after = editYaml('f.yaml', text, [{ document: 1, edit: set(['a'], 2) }])
  expect(after).toBe('# top\n---\na: 1\n...\n# mid\n---\na: 2 # second\n---\na: 1\n')
})

describe('a file is left alone, with the place and a way out', () => {
  test.each<[name: string, before: string, edit: Edit, says: RegExp]>([
    ['a path that is not there', 'a: 1\n', set(['b', 'c'], 1), /f\.yaml: b is not in the file/],
    ['an index beyond the list', 'l: [a]\n', remove(['l', 1]), /l\[1\] is not in the file/],
    ['a comment inside what goes', 'r:\n  # why\n  a: 1\nb: 1\n', remove(['r']), /r has a comment inside/],
    ['a comment inside brackets', 'r: [a, # why\n  b]\n', set(['r'], 1), /r has a comment inside/],
    ['a row for what is no list', 'r: x\n', append(['r'], 1), /r is not a list/],
    ['an anchor', 'a: &x 1\nb: *x\n', set(['b'], 1), /has mistakes/],
    ['a key that is written twice', 'a: 1\na: 2\n', set(['a'], 1), /has mistakes/],
    ['what is not YAML', 'a: [\n', set(['a'], 1), /has mistakes/],
    ['half a character', 'a: 1\n', set(['a'], '\ud800'), /cannot be changed without/],
    ['the whole record', 'a: 1\n', remove([]), /cannot be removed/],
  ])('%s', (_name, before, edit, says) => {
    expect(() => edited(before, edit)).toThrow(Refusal)
    expect(() => edited(before, edit)).toThrow(says)
  })
})
