import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { approvalOfCommit } from '../../../src/model/commit-approval.ts'
import { evidenceByCommit } from '../../../src/model/evidence-index.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { fieldChanges } from '../../../src/report/field-changes.ts'
import {
  printProgramDiff,
  printProgramDiffJson,
  printProgramDiffMarkdown,
} from '../../../src/report/print-program-diff.ts'
import { programChanges } from '../../../src/report/program-diff.ts'
import { textChanges } from '../../../src/report/text-changes.ts'
import { hostile } from '../../support/documents-with.ts'
import { logOf, merged, sha, unreviewed } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { person, programModel } from '../../support/program-builder.ts'

describe('the fields of a record', () => {
  test.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1 }, { a: '1' }, [['a', '1', '1']]],
    [{ effectiveFrom: 'x' }, {}, [['effective from', 'x', null]]],
    [{}, { list: [] }, [['list', null, '']]],
    [
      { list: ['a', 'b'] },
      { list: ['b', 'c', 'c'] },
      [
        ['list', 'a', null],
        ['list', null, 'c'],
        ['list', null, 'c'],
      ],
    ],
    [{ list: ['a', 'b'] }, { list: ['b', 'a'] }, [['list', 'a, b', 'b, a']]],
    [
      { criteria: [{ id: 'CC8.1', coverage: 'full' }] },
      {
        criteria: [
          { id: 'CC8.1', coverage: 'partial' },
          { id: 'CC1.1', coverage: 'full' },
        ],
      },
      [
        ['criteria, CC8.1, coverage', 'full', 'partial'],
        ['criteria', null, 'id: CC1.1; coverage: full'],
      ],
    ],
    [{ rows: [{ a: 1, b: 2 }] }, { rows: [{ b: 2, a: 1 }] }, []],
    [{ deep: { er: { est: true } } }, { deep: { er: { est: false } } }, [['deep, er, est', 'true', 'false']]],
  ])('%j and %j', (before, after, wanted) => {
    expect(fieldChanges(before, after).map(({ field, before: was, after: is }) => [field, was, is])).toEqual(wanted)
  })

  test('are never different from themselves, and always from others', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (record, value) => {
        expect(fieldChanges(record, structuredClone(record))).toEqual([])
        const other = { ...record, added: value }
        if (!('added' in record)) expect(fieldChanges(record, other).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a text', () => {
  test('is compared by paragraphs and by what it obliges to', () => {
    const before = 'One.\nGoes on.\n\n- Ana must look. Ben may look.\n- Cy sleeps.\n\nLast.\n'
    const after =
      'One. Goes\non.\n\n- Ana may look. Ben must never look.\n- Cy sleeps.\n\nNew. You shall not.\n\nLast.\n'
    expect(textChanges(before, after)).toEqual({
      paragraphs: [
        {
          kind: 'changed',
          before: '- Ana must look. Ben may look.',
          after: '- Ana may look. Ben must never look.',
        },
        { kind: 'added', before: null, after: 'New. You shall not.' },
      ],
      obligations: { added: ['Ben must never look.', 'You shall not.'], removed: ['- Ana must look.'] },
    })
  })

  test('that is long is compared in bounds', () => {
    const many = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word} ${index}`).join('\n\n')
    expect(textChanges(many('a'), many('b')).paragraphs).toHaveLength(5000)
  })

  test('has all of the changes that make one of the other', () => {
    const paragraphs = fc.array(fc.constantFrom('a', 'b', 'c', 'd must e.'), { maxLength: 12 })
    fc.assert(
      fc.property(paragraphs, paragraphs, (old, now) => {
        const { paragraphs: changes } = textChanges(old.join('\n\n'), now.join('\n\n'))
        const count = (list: readonly (string | null)[], word: string) => list.filter((one) => one === word).length
        for (const word of ['a', 'b', 'c', 'd must e.']) {
          const gone = count(
            changes.map(({ before }) => before),
            word,
          )
          const come = count(
            changes.map(({ after }) => after),
            word,
          )
          expect(count(now, word) - count(old, word)).toBe(come - gone)
        }
      }),
    )
  })
})

const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) })
const control = (id: string, title: string, more = '') =>
  `apiVersion: countersign/v1\nkind: Control\nid: ${id}\ntitle: ${JSON.stringify(title)}\nstatement: It is done.\ntype: preventive\nnature: manual\nfrequency: annual\ncriteria: []\nstatus: planned\n${more}`
const modelOf = (files: Readonly<Record<string, string>>) =>
  readProgram(Object.entries(files).map(([path, text]) => file(path, text))).model
const changed = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  programChanges(modelOf(before), modelOf(after), () => []).map(({ what, id, from, to }) =>
    [what, id, from, to].filter((one) => one !== null).join(' '),
  )

describe('the records of a program', () => {
  test.each([
    ['added', {}, { 'a.yaml': control('CTL-A', 'A') }, ['added CTL-A']],
    ['removed', { 'a.yaml': control('CTL-A', 'A') }, {}, ['removed CTL-A']],
    ['the same', { 'a.yaml': control('CTL-A', 'A') }, { 'a.yaml': `# x\n${control('CTL-A', 'A')}` }, []],
    ['changed', { 'a.yaml': control('CTL-A', 'A') }, { 'a.yaml': control('CTL-A', 'B') }, ['changed CTL-A']],
    ['moved', { 'a.yaml': control('CTL-A', 'A') }, { 'b.yaml': control('CTL-A', 'A') }, ['moved CTL-A a.yaml b.yaml']],
    [
      'renamed',
      { 'a.yaml': control('CTL-A', 'A') },
      { 'a.yaml': control('CTL-B', 'A') },
      ['renamed CTL-B CTL-A CTL-B'],
    ],
    [
      'another one',
      { 'a.yaml': control('CTL-A', 'A') },
      {
        'b.yaml': control('CTL-B', 'B', 'owner: ana\noperator: x\nkeyControl: true\n').replace('done', 'left'),
      },
      ['removed CTL-A', 'added CTL-B'],
    ],
    [
      'not readable, which is not removed',
      { 'a.yaml': control('CTL-A', 'A') },
      { 'a.yaml': `${control('CTL-A', 'A')}nosuchkey: [\n` },
      ['not-readable CTL-A'],
    ],
  ])('are %s', (_name, before, after, wanted) => {
    const found = changed(before, after)
    expect(found).toEqual(wanted)
  })
})

describe('what is printed', () => {
  const log = logOf(
    merged(7, { at: '2026-02-01T10:00:00Z' }, { title: hostile.replace('\n', ' ') }),
    unreviewed(sha('pushed'), { at: '2026-02-02T10:00:00Z' }),
  )
  const evidence = evidenceByCommit(log)
  const model = programModel({ people: [person('ana', 1)] })
  const source = (commit: string, title: string) => ({
    ...{ commit, title, day: '2026-02-01' },
    approval: approvalOfCommit(commit, evidence, model),
  })
  const diff = {
    from: { name: 'main~1', commit: sha('a') },
    to: { name: hostile, commit: sha('b') },
    changes: programChanges(
      modelOf({ 'a.yaml': control('CTL-A', hostile) }),
      modelOf({ 'a.yaml': control('CTL-A', `${hostile}\u001b[31m more`) }),
      () => [source(sha('merge 7'), hostile), source(sha('pushed'), hostile), source(sha('unknown'), hostile)],
    ),
    notes: [hostile],
    isWhole: true,
  }

  test('in Markdown is whole, and does nothing', () => {
    const text = printProgramDiffMarkdown(diff)
    expect(structureFaults('diff.md', text, new Set())).toEqual([])
    expect(text).toContain('approved by Ana Example, ben; pull request #&#8288;7, record 0')
    expect(text).toContain('approved by nobody: it went around review; record 1')
    expect(text).toContain('approved by not determined: the evidence log has no record of the change')
  })

  test('on a terminal moves nothing', () => {
    expect(printProgramDiff(diff)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
    expect(printProgramDiff({ ...diff, changes: [] })).toContain('No record changed.')
  })

  test('for programs is all of it', () => {
    expect(JSON.parse(printProgramDiffJson(diff))).toMatchObject({
      schema: 'countersign/program-diff/v1',
      changes: [{ id: 'CTL-A', what: 'changed', fields: [{ field: 'title', before: hostile }] }],
    })
  })
})
