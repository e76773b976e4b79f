import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../src')

/** What each layer may import, besides itself. Data flows one way: what is later knows what is earlier. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  read: ['model'],
  edit: ['model', 'read'],
  rules: ['model', 'read'],
  gate: ['model', 'read'],
  evidence: ['model', 'read', 'gate'],
  doctor: ['model', 'read', 'gate', 'evidence'],
  assess: ['model', 'read', 'rules', 'gate', 'evidence'],
  report: ['model', 'read', 'rules', 'gate', 'evidence', 'assess', 'doctor'],
  render: ['model', 'read', 'rules', 'gate', 'evidence', 'assess', 'report'],
  ports: ['model', 'read', 'gate', 'evidence', 'doctor'],
  usecases: ['model', 'read', 'edit', 'rules', 'gate', 'evidence', 'assess', 'doctor', 'report', 'render', 'ports'],
  adapters: ['model', 'read', 'rules', 'gate', 'evidence', 'assess', 'report', 'render', 'ports'],
  // Chooses adapters for both front ends.
  wiring: ['model', 'read', 'report', 'ports', 'usecases', 'adapters', 'gate', 'evidence', 'assess', 'render'],
  cli: ['wiring', 'model', 'read', 'report', 'ports', 'usecases', 'adapters', 'gate', 'evidence', 'assess', 'render'],
  action: [
    'wiring',
    'model',
    'read',
    'report',
    'ports',
    'usecases',
    'adapters',
    'gate',
    'evidence',
    'assess',
    'render',
  ],
  dev: [
    'model',
    'read',
    'rules',
    'gate',
    'evidence',
    'assess',
    'report',
    'render',
    'ports',
    'usecases',
    'adapters',
    'wiring',
    'cli',
  ],
}

/** Layers that compute only. */
const stages = ['model', 'read', 'edit', 'rules', 'gate', 'evidence', 'assess', 'report', 'render']
/** What a stage may take from Node: computing, no effects; `node:module` to load code of its own when it is needed. */
const pureModules = new Set(['node:crypto', 'node:buffer', 'node:util', 'node:module'])
/** Packages with effects: the network, processes, the environment. */
const effectful = /^(?:@octokit\/|@actions\/|simple-git|zx)/

interface Import {
  readonly file: string
  readonly line: number
  readonly target: string
}

/** Every import and re-export of a source, dynamic ones included; `import type` counts like any other. */
function importsIn(file: string, text: string): Import[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g)
  return [...found].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    target: match[2] ?? '',
  }))
}

/** Comments and texts must not count as code, nor hide it. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '))

function violationsOf({ file, line, target }: Import): string[] {
  const layer = file.split('/')[0] ?? ''
  const say = (why: string) => [`${file}:${line} imports ${target}: ${why}`]
  if (!target.startsWith('.')) {
    if (!stages.includes(layer)) return []
    if (target.startsWith('node:') && !pureModules.has(target)) return say('a stage has no effects')
    return effectful.test(target) ? say('a stage has no effects') : []
  }
  const path = relative(root, resolve(root, dirname(file), target))
    .split('\\')
    .join('/')
  if (path.startsWith('..')) return say('it leaves src/')
  const to = path.split('/')[0] ?? ''
  if (to === layer || (allowed[layer] ?? []).includes(to)) return []
  return say(`${layer} may not know ${to}`)
}

/** What reaches for the world without an import. */
const reaches: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\s*\.\s*(?:env|argv|cwd|exit|stdout|stderr|stdin|platform)\b/, 'the process'],
  [/\bDate\s*\.\s*now\s*\(/, 'the clock'],
  [/\bnew\s+Date\s*\(\s*\)/, 'the clock'],
  [/\bTemporal\s*\.\s*Now\b/, 'the clock'],
  [/\bperformance\s*\.\s*now\b/, 'the clock'],
  [/\bMath\s*\.\s*random\b|\brandomUUID\b|\brandomBytes\b/, 'chance'],
  [/\bconsole\s*\./, 'the console'],
  [/(?<![.\w])fetch\s*\(/, 'the network'],
  [/\blocaleCompare\b|\btoLocale\w*String\b/, 'the locale'],
]

function reachesIn(file: string, text: string): string[] {
  if (!stages.includes(file.split('/')[0] ?? '')) return []
  return text
    .split('\n')
    .flatMap((line, index) =>
      reaches.flatMap(([pattern, what]) => (pattern.test(line) ? [`${file}:${index + 1} reaches for ${what}`] : [])),
    )
}

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split('\\').join('/'))
  .filter((name) => /\.(?:ts|mjs)$/.test(name) && !name.includes('.gen.'))
  .sort()
  .map((file) => ({ file, text: withoutComments(readFileSync(join(root, file), 'utf8')) }))

describe('layers', () => {
  test('every folder of src is a known layer', () => {
    expect(
      [...new Set(sources.map(({ file }) => file.split('/')[0]))].filter((layer) => !((layer ?? '') in allowed)),
    ).toEqual([])
  })

  test('imports go one way', () => {
    expect(sources.flatMap(({ file, text }) => importsIn(file, text).flatMap(violationsOf))).toEqual([])
  })

  test('stages reach for nothing outside', () => {
    expect(sources.flatMap(({ file, text }) => reachesIn(file, text))).toEqual([])
  })
})

describe('the test itself', () => {
  test.each([
    ['model/a.ts', "import { x } from '../read/b.ts'"],
    ['read/a.ts', "import type { X } from '../rules/b.ts'"],
    ['rules/a.ts', "export { x } from '../assess/b.ts'"],
    ['report/a.ts', "const x = await import('../usecases/b.ts')"],
    ['gate/a.ts', "import {\n  x,\n} from '../rules/b.ts'"],
    ['adapters/a.ts', "import { x } from '../usecases/b.ts'"],
    ['usecases/a.ts', "import { x } from '../adapters/b.ts'"],
    ['usecases/a.ts', "import { x } from '../dev/b.ts'"],
    ['evidence/a.ts', "import { readFile } from 'node:fs/promises'"],
    ['assess/a.ts', "import { Octokit } from '@octokit/rest'"],
    ['render/a.ts', "import '../../test/x.ts'"],
  ])('refuses in %s: %s', (file, text) => {
    expect(importsIn(file, text).flatMap(violationsOf)).toHaveLength(1)
  })

  test.each(['const x = process.env', 'const now = Date.now()', 'const now = new Date()', 'console.log(1)'])(
    'refuses in a stage: %s',
    (text) => {
      expect(reachesIn('rules/a.ts', text)).toHaveLength(1)
      expect(reachesIn('adapters/a.ts', text)).toEqual([])
    },
  )
})
