import { describe, expect, test } from 'vitest'
import { rules } from '../../../src/rules/registry.gen.ts'
import { explain } from '../../../src/usecases/explain.ts'

const one = (wanted: string, format: 'pretty' | 'markdown' | 'json' = 'pretty') =>
  explain({ wanted, all: false, format })

describe('one rule', () => {
  test('says what it wants, why, what to do, for which criteria, and what can excuse it', () => {
    const text = one('rsk-006')
    expect(text).toBe(one('acceptance-has-authority'))
    expect(text).toMatch(/^RSK-006: An accepted risk .*\n\nWhy {7}The larger a risk/)
    expect(text).toMatch(/\nCriteria {2}CC3\.2 \S.*\n {10}CC1\.3 \S/)
    expect(text).toMatch(/\nWaiver {4}an Exception with `rule: RSK-006` that names the record; a baseline until/)
  })

  test.each([
    ['EXC-001', /Waiver {4}none: no exception and no baseline/],
    ['REF-002', /Waiver {4}an Exception .*; no baseline\n/],
    ['YML-005', /Waiver {4}none: what cannot be read cannot be checked/],
    ['POL-003', /Needs {5}--base REF/],
    ['RSK-010', /only a warning on a pull request that does not touch the record/],
  ])('%s', (id, says) => {
    expect(one(id)).toMatch(says)
  })

  test('as JSON has the same for programs', () => {
    expect(JSON.parse(one('POL-004', 'json'))).toMatchObject({
      id: 'POL-004',
      severity: 'error',
      subject: 'policy',
      needs: null,
      overdue: true,
      waivable: true,
      baseline: true,
      criteria: [{ id: 'CC5.3', summary: expect.stringMatching(/\w/) }, { id: 'CC1.2' }],
    })
  })

  test('that does not exist is refused with the one that was meant', () => {
    expect(() => one('RSK-06')).toThrow(/There is no rule RSK-06/)
    expect(() => explain({ wanted: 'RSK-006', all: true, format: 'pretty' })).toThrow(/exclude each other/)
  })
})

describe('all rules', () => {
  test('have a chapter each, which the table links to', () => {
    const page = explain({ all: true, format: 'markdown' })
    const links = [...page.matchAll(/^\| \[([A-Z]{3}-\d{3})\]\(#([a-z]{3}-\d{3})\)/gm)]
    const chapters = [...page.matchAll(/^## (.+)$/gm)].map(([, id]) => id)
    expect(links.map(([, id]) => id)).toEqual(chapters)
    expect(links.map(([, , anchor]) => anchor)).toEqual(chapters.map((id) => id?.toLowerCase()))
    expect(chapters).toEqual(expect.arrayContaining(rules.map(({ id }) => id)))
  })

  test('are listed by id and title, and as JSON', () => {
    const ids = rules.map(({ id }) => id)
    const listed = explain({ all: false, format: 'pretty' }).split('\n')
    expect(listed.map((line) => line.slice(0, 7))).toEqual(expect.arrayContaining(ids))
    const all = JSON.parse(explain({ all: true, format: 'json' })) as { id: string }[]
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
    for (const format of ['pretty', 'markdown'] as const)
      expect(explain({ all: true, format })).not.toMatch(/undefined/)
  })
})
