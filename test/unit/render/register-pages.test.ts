import { describe, expect, test } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { kinds } from '../../../src/model/kinds.gen.ts'
import { hostile } from '../../support/documents-with.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { modelOf, registerFixture, registerPages, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory', 'roles', 'operation', 'settings'].map(registerFixture).join('---\n')
const pages = registerPages(yaml)
const markdown = [...pages].filter(([path]) => path.endsWith('.md'))

/** Kinds that documents of their own show; each leaves this list by the page that is named here. */
const pageOf = {
  exception: 'exceptions.md',
  deficiency: 'deficiencies.md',
  'auditor-request': 'pbc/README.md',
  'readiness-checklist': 'readiness.md',
  'readiness-item': 'readiness.md',
  'risk-register': 'risks/RSK-OLD.md',
} as const
const shownElsewhere = new Set(Object.entries(pageOf).flatMap(([kind, path]) => (pages.has(path) ? [] : [kind])))

/** Every text of more than one word becomes that of an attacker. */
function attackedText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(attackedText)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, attackedText(one)]))
  return typeof value === 'string' && value.includes(' ') ? hostile.replace(/\s+/g, ' ') : value
}

describe('every kind that a person writes', () => {
  test('is in the fixture', () => {
    const { records } = modelOf(yaml)
    const written = new Set<string>(records.map(({ kind }) => kind))
    expect(kinds.map(({ kind }) => kind).filter((kind) => !written.has(kind))).toEqual([])
  })

  test('has each of its ids on a page', () => {
    const text = markdown.map(([, page]) => page).join('\n')
    const missing = modelOf(yaml)
      .declaredIds.filter(({ kind }) => !shownElsewhere.has(kind))
      .filter(({ id }) => !new RegExp(`(?<![A-Za-z0-9_-])${id}(?![A-Za-z0-9_-])`).test(text))
      .map(({ id, kind }) => `${kind} ${id}`)
    expect(missing).toEqual([])
  })
})

describe('the pages of the registers', () => {
  test('are whole: cells, links and blocks agree', () => {
    const paths = new Set(pages.keys())
    expect(markdown.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
  })

  test('are whole whatever people wrote', () => {
    const attacked = parseAllDocuments(yaml)
      .map((document) => stringify(attackedText(document.toJS())))
      .join('---\n')
    expect(attacked.split('javascript').length).toBeGreaterThan(120)
    const made = registerPages(attacked)
    const paths = new Set(made.keys())
    expect(
      [...made].filter(([path]) => path.endsWith('.md')).flatMap(([path, page]) => structureFaults(path, page, paths)),
    ).toEqual([])
  })

  test('lead to headings that are there', () => {
    const anchors = new Map(
      markdown.map(([path, text]) => [
        path,
        new Set(
          seenOn(text).headings.map((heading) =>
            heading
              .slice(3)
              .toLowerCase()
              .replace(/[^\p{L}\p{N}\s_-]/gu, '')
              .replaceAll(' ', '-'),
          ),
        ),
      ]),
    )
    const dead = markdown.flatMap(([path, text]) =>
      [...text.matchAll(/\]\(([^)#<]*)#([^)]+)\)/g)].flatMap(([, file = '', anchor = '']) => {
        const target = file === '' ? path : new URL(file, `file:///${path}`).pathname.slice(1)
        return anchors.get(target)?.has(anchor) === true ? [] : [`${path}: ${target}#${anchor}`]
      }),
    )
    expect(dead).toEqual([])
  })

  test('have a first page that says what is missing, where nothing is written down', () => {
    const empty = registerPages(registerFixture('base'))
    for (const [path, words] of [
      ['vendors.md', 'No vendor is written down'],
      ['complementary-controls.md', 'No complementary control is written down'],
      ['incidents.md', 'No incident is written down'],
      ['service-levels.md', 'No service level is written down'],
      ['communications.md', 'No communication is planned'],
      ['meetings.md', 'No meeting is written down'],
      ['training.md', 'No training is written down'],
      ['recovery-tests.md', 'No recovery test is written down'],
      ['access.md', 'No role is written down'],
      ['access-reviews/README.md', 'No access review is written down'],
      ['offboardings.md', 'No offboarding is written down'],
      ['data-inventory.md', 'No inventory is written down'],
      ['data-subject-requests.md', 'No request is written down'],
      ['commitments.md', 'Nothing is written down'],
      ['monitoring.md', 'Nothing that watches is written down'],
      ['settings.md', 'No `GateRules` record is written down'],
    ] as const)
      expect([path, empty.get(path)?.includes(words)]).toEqual([path, true])
  })

  test('say in words what is not known and leave no cell empty', () => {
    for (const [path, text] of markdown) {
      const holes = seenOn(text).rows.filter((row) => row.some((cell) => cell === ''))
      expect([path, holes]).toEqual([path, []])
    }
  })

  test('have the same bytes for the same program', () => {
    expect([...registerPages(yaml)]).toEqual([...pages])
  })
})
