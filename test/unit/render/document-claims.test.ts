import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentClaimsIn } from '../../../src/model/claim-wording.ts'
import { claimNotes, claimsInDocuments } from '../../../src/render/document-claims.ts'
import { documentsWith } from '../../support/documents-with.ts'

const root = resolve(import.meta.dirname, '../../..')

describe('what management may not claim', () => {
  test.each([
    'We are SOC 2 certified.',
    'We are SOC 2 **certified**.',
    'Our SOC 2\ncertification is from May.',
    'Shop is SOC 2 compliant.',
    'Shop is fully SOC 2 compliant.',
    'Tested in June. No exceptions noted.',
    'In our opinion, the controls were suitably designed.',
    'We have examined the description of the system.',
    'We got an unqualified opinion.',
    'The AICPA-approved tool.',
  ])('is found in a document: %j', (text) => {
    expect(claimsInDocuments(new Map([['a.md', `# Page\n\n${text}\n`]]))).toMatchObject([{ path: 'a.md', line: 3 }])
  })

  test.each([
    'A SOC 2 report is an attestation, never a SOC 2 certification.',
    'We do not say that we are SOC 2 certified.',
    'Never write "No exceptions noted" in these pages.',
    'SOC 2\n\ncertified laboratories are another matter',
    "Management's evaluation, not an auditor's opinion.",
    'ISO 27001 certified data centres.',
  ])('is not found where nobody claims it: %j', (text) => {
    expect(claimsInDocuments(new Map([['a.md', text]]))).toEqual([])
  })

  test('is told with file, line, words and what can be said instead; not all of very many', () => {
    const one = new Map([['policies/POL-A.md', '# A\n\nWe are SOC 2 certified.\n']])
    expect(claimNotes(one)).toEqual([
      'policies/POL-A.md:3 says "SOC 2 certified", which no document of management may: a SOC 2 report is an opinion of an auditor: "has a SOC 2 Type II report for" and the period',
    ])
    const many = new Map([['a.md', 'We are SOC 2 certified.\n\n'.repeat(30)]])
    expect(claimNotes(many)).toHaveLength(11)
    expect(claimNotes(many).at(-1)).toBe('20 more such claims stand in the documents')
  })

  test('is found in the text of a policy, where it is rendered', () => {
    const files = documentsWith({ text: 'plain', body: '# Text\n\nWe are SOC 2 certified.\n' })
    expect(claimsInDocuments(files).map(({ path }) => path)).toEqual(['policies/POL-CHANGE.md'])
  })
})

describe('what we say ourselves', () => {
  const strict = /certif(?:y|ied|icat)|compliant\b|in our opinion|unqualified|exceptions? (?:was |were )?noted/gi
  /** Names that hold the word and claim nothing. */
  const names = /compliance-(?:docs|evidence|payloads)|compliance\//g

  test('holds none of it in any document', () => {
    const files = documentsWith({ text: 'plain', body: '# Text\n\nplain\n' })
    expect(files.size).toBeGreaterThan(40)
    expect(claimsInDocuments(files)).toEqual([])
    const found = [...files].flatMap(([path, text]) =>
      [...text.replace(names, '').matchAll(strict)].map(([words]) => `${path}: ${words}`),
    )
    expect(found).toEqual([])
  })

  test('holds none of it in any template, what no test renders included', () => {
    const folder = join(root, 'templates')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'))
    expect(files.length).toBeGreaterThan(10)
    const found = files.flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return [
        ...documentClaimsIn(text).map(({ words }) => words),
        ...(text.replace(names, '').match(strict) ?? []),
      ].map((words) => `${name}: ${words}`)
    })
    expect(found).toEqual([])
  })
})
