import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { everyRule as rules } from '../../../src/assess/every-rule.ts'
import { criteria } from '../../../src/model/criteria.ts'
import { countsOf, expectedOf, fixtures, foundIn } from '../../support/rule-fixtures.ts'

describe('the registry', () => {
  const folder = resolve(import.meta.dirname, '../../../src')
  const filesWith = (below: string, call: string) =>
    readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' })
      .map((name) => name.split('\\').join('/'))
      .filter((name) => name.endsWith('.ts') && !/^define-rule|[.]gen[.]ts$/.test(name))
      .filter((name) => readFileSync(join(folder, below, name), 'utf8').includes(call))
  const files = filesWith('rules', 'defineRule(')
  const aboutResults = filesWith('assess/rules', 'defineAssessmentRule(')

  test('holds every file that defines a rule, under the name of the file', () => {
    const stems = [...files, ...aboutResults].map((name) => basename(name, '.ts'))
    expect(rules.map(({ name }) => name).sort()).toEqual(stems.sort())
  })

  test('keeps the rules of one family in one folder', () => {
    const folderOf = new Map(files.map((name) => [basename(name, '.ts'), dirname(name)]))
    const families = new Map<string, Set<string>>()
    for (const { id, name } of rules.filter((rule) => folderOf.has(rule.name))) {
      const family = id.slice(0, 3)
      families.set(family, (families.get(family) ?? new Set()).add(folderOf.get(name) ?? 'nowhere'))
    }
    expect([...families].filter(([, folders]) => folders.size !== 1 || folders.has('.'))).toEqual([])
  })

  test('gives each id once, in order', () => {
    const ids = rules.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
  })

  test('names only official criteria', () => {
    const wrong = rules.flatMap((rule) =>
      rule.criteria.filter((id) => !criteria.has(id)).map((id) => `${rule.id} ${id}`),
    )
    expect(wrong).toEqual([])
  })

  test.each(rules.map(({ id }) => id))('has a passing and a violating case for %s', (id) => {
    const names = fixtures.filter(({ rule }) => rule === id).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['pass', 'violate']))
  })
})

const titled = (start: string) =>
  fixtures
    .filter(({ name }) => name.startsWith(start))
    .map((fixture) => ({ ...fixture, title: `${fixture.rule} ${fixture.name}` }))

describe('a violating case', () => {
  test.each(titled('violate'))('$title finds what is marked and nothing else', (fixture) => {
    expect(foundIn(fixture, rules)).toEqual(expectedOf(fixture))
  })

  test.each(titled('violate'))('$title turns red when the rule is switched off', (fixture) => {
    const others = rules.filter(({ id }) => id !== fixture.rule)
    expect(foundIn(fixture, others)).not.toEqual(expectedOf(fixture))
  })
})

describe('a passing case', () => {
  test.each(titled('pass'))('$title finds what is marked and nothing else', (fixture) => {
    expect(foundIn(fixture, rules)).toEqual(expectedOf(fixture))
    expect(expectedOf(fixture).filter((line) => line.endsWith(fixture.rule) && fixture.rule !== 'SCP-004')).toEqual([])
  })

  // The subjects of REF-010 are the values that can be misread; where there is none it has nothing to pass.
  test.each(titled('pass').filter(({ rule }) => rule !== 'REF-010'))(
    '$title is one that the rule looks at',
    (fixture) => {
      expect(countsOf(fixture, fixture.rule).pass).toBeGreaterThan(0)
    },
  )
})
