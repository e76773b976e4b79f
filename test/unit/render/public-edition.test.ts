import { describe, expect, test } from 'vitest'
import type { Policy } from '../../../src/model/records.ts'
import type { Revision } from '../../../src/read/record-history.ts'
import { defineDocument } from '../../../src/render/define-document.ts'
import { htmlEdition } from '../../../src/render/html/html-edition.ts'
import { htmlOptions } from '../../../src/render/html/html-options.ts'
import { searchScript } from '../../../src/render/html/search-script.ts'
import { allDocuments } from '../../../src/render/pages/registry.gen.ts'
import { publicEdition } from '../../../src/render/public/public-edition.ts'
import type { RenderInput } from '../../../src/render/render-input.ts'
import { renderEdition } from '../../../src/usecases/render-edition.ts'
import { documentFaults } from '../../support/document-faults.ts'
import { renderInputWith } from '../../support/documents-with.ts'
import { htmlFaults } from '../../support/html-faults.ts'
import { sha } from '../../support/log-builder.ts'
import { renderGfm } from '../../support/render-gfm.ts'

const policy = (id: string, over: Partial<Policy> = {}): Policy => ({
  apiVersion: 'countersign/v1',
  kind: 'Policy',
  id,
  title: `Title of ${id}`,
  version: '1.0.0',
  status: 'effective',
  owner: 'The owner',
  body: `${id}.md`,
  summary: `Summary of ${id}`,
  approvedBy: ['The approver'],
  reviewEvery: 'P1Y',
  lastReviewed: '2026-01-15',
  classification: 'public',
  ...over,
})
const revision = (data: Policy, subject = `Commit of ${data.id}`): Revision => ({
  commit: { sha: sha(`${data.id} ${data.version}`), committedAt: '2026-02-01T10:00:00Z', subject },
  value: { kind: 'Policy', data },
  state: 'present',
  digest: sha(data.id).padEnd(64, '0'),
})

const policies = [
  policy('POL-OPEN'),
  policy('POL-OTHER'),
  policy('POL-SECRET', { classification: 'internal' }),
  policy('POL-HIDDEN', { classification: 'confidential' }),
  policy('POL-DRAFT', { status: 'draft' }),
  policy('POL-WAS', { classification: 'internal', version: '1.1.0', status: 'draft' }),
]
const bodies = new Map(
  policies.map(({ id, body }) => [
    body,
    `# Title of ${id}\n\nThe words of ${id}. See [the other](POL-OTHER.md#text) and [a secret](POL-SECRET.md).\n`,
  ]),
)

/** An input in which everything that people wrote, but for the public policies, is one text. */
function inputWith(text: string, own: readonly Policy[] = policies): RenderInput {
  const input = renderInputWith({ text })
  const [program] = input.model.programs
  if (program === undefined) throw new Error('no program')
  const { at, value } = program
  const named = {
    ...value,
    organisation: { ...value.organisation, name: 'Example Ltd' },
    system: { ...value.system, name: 'Shop' },
  }
  return {
    ...input,
    model: {
      ...input.model,
      programs: [{ at, value: named }],
      policies: new Map(own.map((one) => [one.id, { at, value: one }])),
      bodies,
    },
    history: new Map([
      ...input.history,
      ...own.map((one) => [one.id, [revision(one)]] as const),
      // Public once and still in force; the record as it stands says otherwise.
      [
        'POL-WAS',
        [
          revision(policy('POL-WAS')),
          revision(policy('POL-WAS', { classification: 'internal', version: '1.1.0', status: 'draft' })),
        ],
      ],
    ]),
  }
}

const pages = (files: ReadonlyMap<string, string>) => [...files].filter(([path]) => path.endsWith('.md'))
const whole = (files: ReadonlyMap<string, string>) => [...files].map(([path, text]) => `${path}\n${text}`).join('\n')

describe('the public edition', () => {
  const input = inputWith('plain')
  const { files, documents } = publicEdition(input, allDocuments)
  const html = htmlEdition(files, htmlOptions(input, documents))

  test('holds the public policies that are in force, and the documents that are public', () => {
    const declared = allDocuments.filter(({ classification }) => classification === 'public').map(({ path }) => path)
    expect([...files.keys()].filter((path) => !declared.includes(path))).toEqual([
      '.gitattributes',
      'README.md',
      'policies/POL-OPEN.md',
      'policies/POL-OTHER.md',
    ])
    expect(files.get('README.md')).toContain('| [POL-OPEN](policies/POL-OPEN.md) | Title of POL-OPEN | `1.0.0` |')
    expect(files.get('policies/POL-OPEN.md')).toContain('The words of POL-OPEN')
  })

  test('says from what it was made, and that it is no opinion', () => {
    for (const [path, text] of pages(files)) {
      expect([path, text]).toEqual([
        path,
        expect.stringContaining(`from commit \`${sha('source').slice(0, 12)}\` as of 2026-06-30`),
      ])
      expect([path, text]).toEqual([path, expect.stringContaining("not an auditor's opinion")])
    }
  })

  test('leads nowhere that is not in it', () => {
    expect(files.get('policies/POL-OPEN.md')).toContain('See [the other](POL-OTHER.md#text) and a secret.')
    const rendered = new Map(pages(files).map(([path, text]) => [path, renderGfm(text)]))
    expect(documentFaults(rendered, new Set())).toEqual([])
    expect(htmlFaults(html, [searchScript])).toEqual([])
    expect(whole(files)).not.toContain('github.com')
    expect(whole(html)).not.toContain('PIN')
  })

  test('a document that is public by definition cannot lead to one that is not', () => {
    const trust = defineDocument({
      id: 'DOC-TRUST',
      title: 'Trust',
      about: 'what we promise',
      path: 'trust.md',
      part: 'report',
      classification: 'public',
      pages: ({ link, titled }) =>
        new Map([
          [
            'trust.md',
            {
              text: `# Trust\n\n${link('CTL-REVIEW', '')} ${titled('POL-OPEN', '')} [risks](risk-register.md#rsk-a) [x](https://example.com)`,
              records: [],
            },
          ],
          ['trust/inside.md', { text: '# Inside', records: [], classification: 'internal' }],
        ]),
    })
    const made = publicEdition(inputWith('plain', []), [trust, ...allDocuments]).files
    expect(made.get('trust.md')).toContain('CTL-REVIEW POL-OPEN risks [x](https://example.com)')
    expect(made.has('trust/inside.md')).toBe(false)
    expect(made.get('README.md')).toContain('| [Trust](trust.md) | what we promise |')
  })

  test('where nothing is public there is none', async () => {
    const closed = inputWith('plain', [
      policy('POL-SECRET', { classification: 'internal' }),
      policy('POL-DRAFT', { status: 'draft' }),
    ])
    const internal = allDocuments.filter(({ classification }) => classification !== 'public')
    expect(publicEdition(closed, internal).files.size).toBe(0)
    if (internal.length === allDocuments.length)
      await expect(
        renderEdition({ format: 'html', edition: 'public' }, { input: closed, files: new Map() }),
      ).rejects.toMatchObject({ status: 3 })
  })
})

/** Fields of a public policy that everybody may read; its owner, approvers and audience are not among them. */
const publicFields = new Set(
  'apiVersion kind id title version status effectiveFrom effectiveTo lastReviewed reviewEvery classification summary body'.split(
    ' ',
  ),
)
const isPublicPolicy = (value: object): boolean =>
  'kind' in value && value.kind === 'Policy' && 'id' in value && ['POL-OPEN', 'POL-OTHER'].includes(String(value.id))

/** Every text of people in a value is marked; words that a program chose from a list and days are not. */
function marked(value: unknown, count: { marks: number }): unknown {
  const each = (one: unknown) => marked(one, count)
  if (typeof value === 'string') {
    if (!/[A-Z ]/.test(value) || /^\d{4}-\d{2}-\d{2}/.test(value) || /^P[0-9YMWDTHS]+$/.test(value)) return value
    count.marks += 1
    return `${value} zq${count.marks}qz`
  }
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, each(one)]))
  if (value instanceof Set) return value
  if (Array.isArray(value)) return value.map(each)
  if (typeof value !== 'object' || value === null) return value
  const open = isPublicPolicy(value)
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'kind' || (open && publicFields.has(key)) ? one : each(one),
    ]),
  )
}

test('no text of a record, a person, a commit or the log that is not public is in it', () => {
  const plain = inputWith('A text of people')
  const count = { marks: 0 }
  const mark = <T>(value: T): T => marked(value, count) as T
  const { programs, bodies: texts, ...collections } = plain.model
  const secret = new Map([...texts].map(([path, text]) => [path, /OPEN|OTHER/.test(path) ? text : mark(text)]))
  const [program] = programs
  if (program === undefined) throw new Error('no program')
  const { organisation, system } = program.value
  const value = {
    ...mark(program.value),
    organisation: { ...mark(organisation), name: organisation.name },
    system: { ...mark(system), name: system.name },
  }
  const input: RenderInput = {
    ...plain,
    model: { ...mark(collections), programs: [{ ...program, value }], bodies: secret },
    history: mark(plain.history),
    commits: mark(plain.commits),
    log: mark(plain.log),
    assessment: { ...mark(plain.assessment), basis: plain.assessment.basis },
    repositoryUrl: 'https://github.com/secret/zq0qz',
  }
  expect(count.marks).toBeGreaterThan(200)
  const { files, documents } = publicEdition(input, allDocuments)
  const html = htmlEdition(files, htmlOptions(input, documents))
  expect([...files.keys()]).toContain('policies/POL-OPEN.md')
  for (const edition of [files, html]) {
    expect(whole(edition).match(/.{0,60}zq\d+qz/gs) ?? []).toEqual([])
    expect(whole(edition)).not.toMatch(/\b(ana|ben|eve)\b|CTL-|RSK-|EXC-|CHG-|DEC-|EVR-|POL-(SECRET|HIDDEN|DRAFT|WAS)/)
  }
})
