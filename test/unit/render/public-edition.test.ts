import { describe, expect, test } from 'vitest'
import type { Commitment, Policy, Vendor } from '../../../src/model/records.ts'
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
      vendors: new Map(vendors.map((one) => [one.id, { at, value: one }])),
      commitments: new Map(commitments.map((one) => [one.id, { at, value: one }])),
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

const vendor = (id: string, over: Partial<Vendor>): Vendor => ({
  apiVersion: 'countersign/v1',
  kind: 'Vendor',
  id,
  title: `Name of ${id}`,
  status: 'active',
  owner: 'The owner',
  tier: 'critical',
  services: [`Service of ${id}`],
  website: 'https://vendor.example.com/Page',
  dataClasses: ['Customer data'],
  locations: [`Place of ${id}`],
  subprocessor: true,
  subservice: 'carve-out',
  subserviceReason: 'They answer for it',
  ...over,
})
const commitment = (id: string, over: Partial<Commitment>): Commitment => ({
  apiVersion: 'countersign/v1',
  kind: 'Commitment',
  id,
  title: `Title of ${id}`,
  type: 'security',
  statement: `Words of ${id}`,
  status: 'in-force',
  audience: 'public',
  owner: 'The owner',
  criteria: ['CC1.1'],
  controls: ['CTL-REVIEW'],
  ...over,
})
/** What the summary tells: subprocessors and what is promised to everybody; and neighbours of theirs that it does not. */
const vendors = [
  vendor('VEN-OPEN', {}),
  vendor('VEN-TOOL', { subprocessor: false }),
  vendor('VEN-GONE', { status: 'ended' }),
]
const commitments = [commitment('COM-OPEN', {}), commitment('COM-FEW', { audience: 'some-customers' })]

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

/**
 * Fields of public records that everybody may read; the owner, approvers and audience of a policy are not among them. `status`,
 * `audience` and the like decide what is shown.
 */
const publicFields: Readonly<Record<string, readonly string[]>> = {
  Policy: 'apiVersion id title version status effectiveFrom effectiveTo lastReviewed classification summary body'.split(
    ' ',
  ),
  Vendor: 'title status services locations'.split(' '),
  Commitment: 'title statement status audience'.split(' '),
}
const publicIds = new Set(['POL-OPEN', 'POL-OTHER', 'VEN-OPEN', 'COM-OPEN'])
const openFieldsOf = (value: object): readonly string[] =>
  'kind' in value && 'id' in value && publicIds.has(String(value.id)) ? (publicFields[String(value.kind)] ?? []) : []

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
  const open = openFieldsOf(value)
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'kind' || open.includes(key) ? one : each(one)]),
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
    expect(whole(edition)).not.toMatch(
      /\b(ana|ben|eve)\b|CTL-|RSK-|EXC-|CHG-|DEC-|EVR-|POL-(SECRET|HIDDEN|DRAFT|WAS)|VEN-(TOOL|GONE)|COM-FEW/,
    )
    for (const shown of ['Name of VEN-OPEN', 'Words of COM-OPEN']) expect(whole(edition)).toContain(shown)
  }
})
