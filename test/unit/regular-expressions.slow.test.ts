import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import recheck from 'recheck/lib/browser.js'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, test } from 'vitest'

// Titles, branch names, headers and whole files come from anybody who can open a pull request: an expression whose time
// grows faster than its text lets them stop the machine that reads it.

const root = resolve(import.meta.dirname, '../..')

/** Every regular expression of a source file by where it is, and every expression that is made at run time. */
function expressionsIn(path: string): { written: [source: string, flags: string][]; made: number } {
  const written: [string, string][] = []
  let made = 0
  const open: unknown[] = [parseAst(readFileSync(path, 'utf8'), { lang: path.endsWith('.mjs') ? 'js' : 'ts' })]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at !== 'object' || at === null) continue
    const { regex, type, callee } = at as Readonly<Record<string, unknown>>
    if (regex !== undefined && regex !== null) {
      const { pattern, flags } = regex as { readonly pattern: string; readonly flags: string }
      written.push([pattern, flags])
    }
    const isCall = type === 'NewExpression' || type === 'CallExpression'
    if (isCall && (callee as { readonly name?: unknown }).name === 'RegExp') made += 1
    open.push(...Object.values(at))
  }
  return { written, made }
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => name.split('\\').join('/'))
  .filter((name) => /\.(?:ts|mjs)$/.test(name) && !/\.gen\.|\.d\.ts$/.test(name))
  .sort()
  .map((name) => ({ name, ...expressionsIn(join(root, 'src', name)) }))

function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { pattern, patternProperties } = schema as Readonly<Record<string, unknown>>
  const own = typeof pattern === 'string' ? [pattern] : []
  const names =
    typeof patternProperties === 'object' && patternProperties !== null ? Object.keys(patternProperties) : []
  return [...own, ...names, ...Object.values(schema).flatMap(patternsIn)]
}

const schemas = readdirSync(join(root, 'schemas'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, patterns: patternsIn(JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8'))) }))

/** What is not decided in this time counts as not found: a weakness that takes longer to find on a busy machine fails no run. */
const limits = { timeout: 3000, randomSeed: 1 }

/** What is wrong with an expression; the same on every run. */
function weaknessOf(source: string, flags: string): string | undefined {
  const found = recheck.checkSync(source, flags, limits)
  if (found.status !== 'vulnerable') return undefined
  return `/${source}/${flags} is ${found.complexity.summary}: ${found.attack.pattern}`
}

const distinct = new Map(
  [
    ...sources.flatMap(({ name, written }) => written.map(([source, flags]) => ({ name, source, flags }))),
    // The validators compile every pattern with the flag `u`.
    ...schemas.flatMap(({ name, patterns }) => patterns.map((source) => ({ name, source, flags: 'u' }))),
  ].map((one) => [`${one.source}/${one.flags}`, one]),
)

describe('no regular expression backtracks on what it reads', () => {
  test('all of them are looked at', () => {
    expect(distinct.size).toBeGreaterThan(200)
    expect(weaknessOf('^(a+)+$', '')).toContain('exponential')
    expect(weaknessOf('x+$', '')).toContain('polynomial')
  })

  test.each([...distinct.values()])('$name: $source', ({ source, flags }) => {
    expect(weaknessOf(source, flags)).toBeUndefined()
  })
})

test('an expression is made from parts only where the parts are our own', () => {
  // A day of the calendar; what secrets begin with; the kinds of records; the length and mark of a code fence; patterns and prefixes of our own schemas.
  const made = sources.filter((source) => source.made > 0 && !source.name.startsWith('dev/'))
  expect(made.map((source) => [source.name, source.made])).toEqual([
    ['gate/relevant-problems.ts', 1],
    ['model/days.ts', 2],
    ['model/secrets/redact-text.ts', 1],
    ['read/import/fits-pattern.ts', 1],
    ['render/sanitise-markdown.ts', 1],
    ['usecases/fixes/quoted-text.ts', 1],
    ['usecases/next-id.ts', 1],
    ['usecases/value-of-text.ts', 1],
  ])
})
