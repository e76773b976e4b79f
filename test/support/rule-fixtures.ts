import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { everyRule } from '../../src/assess/every-rule.ts'
import { judgeResults } from '../../src/assess/judge-results.ts'
import type { ProgramModel, SourceFile } from '../../src/model/program-model.ts'
import { defaultSettings } from '../../src/model/settings.ts'
import { readProgram } from '../../src/read/read-program.ts'
import type { JudgedRule, RuleInfo, RunnableRule } from '../../src/rules/define-rule.ts'
import type { LoggedHistory } from '../../src/rules/logged-history.ts'
import { rules } from '../../src/rules/registry.gen.ts'
import { failuresOf, type RuleResult, runRules } from '../../src/rules/run-rules.ts'
import { loggedFixture } from './logged-fixture.ts'

const root = resolve(import.meta.dirname, '../fixtures/rules')

/** The day on which all fixtures are judged. */
const asOf = '2026-06-15'

export interface RuleFixture {
  readonly rule: string
  /** Begins with `pass` or `violate`. */
  readonly name: string
  readonly head: readonly SourceFile[]
  /** Files below `base/`: the program before the change. */
  readonly base: readonly SourceFile[] | undefined
  /** From `log.yaml` and the folders below `history/`. */
  readonly log: LoggedHistory | undefined
  /** Lines of `log.yaml`, for the marks on them. */
  readonly logText: string | undefined
}

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .filter((name) => /\.(?:yaml|md)$/.test(name))
    .sort()
    .map((path) => ({ path, bytes: readFileSync(join(folder, path)) }))
}

export const fixtures: readonly RuleFixture[] = readdirSync(root)
  .sort()
  .flatMap((rule) =>
    readdirSync(join(root, rule))
      .sort()
      .map((name) => {
        const folder = join(root, rule, name)
        const beside = (path: string) => path === 'log.yaml' || path.startsWith('base/') || path.startsWith('history/')
        const head = filesBelow(folder).filter(({ path }) => !beside(path))
        const logPath = join(folder, 'log.yaml')
        return {
          rule,
          name,
          head,
          base: existsSync(join(folder, 'base')) ? filesBelow(join(folder, 'base')) : undefined,
          log: loggedFixture(folder, head, asOf, filesBelow),
          logText: existsSync(logPath) ? readFileSync(logPath, 'utf8') : undefined,
        }
      }),
  )

/** A case holds no more than its rule needs, so nearly everything in it is used by nobody: that rule has cases of its own. */
const isAbout = ({ rule }: RuleFixture, code: string): boolean => code !== 'REF-009' || rule === code

/** `file:line CODE` for each `# expect CODE` (in Markdown `<!-- expect CODE -->`), sorted. */
export function expectedOf(fixture: RuleFixture): string[] {
  const { head, logText } = fixture
  const log = logText === undefined ? [] : [{ path: 'log.yaml', bytes: Buffer.from(logText) }]
  const expected = [...head, ...log].flatMap((file) =>
    'bytes' in file
      ? Buffer.from(file.bytes)
          .toString('utf8')
          .split('\n')
          .flatMap((line, index) => {
            const codes = /(?:#|<!--) expect ([A-Z0-9, -]+?)(?: -->)?$/.exec(line)?.[1]?.split(', ') ?? []
            return codes.filter((code) => isAbout(fixture, code)).map((code) => `${file.path}:${index + 1} ${code}`)
          })
      : [],
  )
  return expected.sort()
}

/** Each case is read and assessed once, however many rules judge it. */
function readOnce(fixture: RuleFixture) {
  const known = readings.get(fixture)
  if (known !== undefined) return known
  const { head, base, log } = fixture
  const reading = readProgram(head)
  const found = {
    ...reading,
    base: base === undefined ? undefined : readProgram(base).model,
    judged: log === undefined ? [] : judgeResults(reading.model, log, asOf, { protectedBranch: 'main' }),
  }
  readings.set(fixture, found)
  return found
}
const readings = new WeakMap<RuleFixture, CaseReading>()
interface CaseReading extends ReturnType<typeof readProgram> {
  readonly base: ProgramModel | undefined
  readonly judged: readonly JudgedRule[]
}

/** @param wanted the rules to ask @param change what is asked in place of one */
function run(
  fixture: RuleFixture,
  wanted: readonly RuleInfo[],
  change: (rule: RunnableRule) => RunnableRule = (rule) => rule,
) {
  const { model, problems, base, judged } = readOnce(fixture)
  const before = base === undefined ? {} : { base, baseSettings: defaultSettings }
  const logged = fixture.log === undefined ? {} : { log: fixture.log }
  const ids = new Set(wanted.map(({ id }) => id))
  const asked = [...rules, ...judged].filter(({ id }) => ids.has(id)).map(change)
  return { problems, results: runRules(model, { asOf, settings: defaultSettings, ...before, ...logged }, asked) }
}

/** The same for what the reader and these rules find. Several findings of a rule on one line are one. */
export function foundIn(fixture: RuleFixture, wanted: readonly RuleInfo[]): string[] {
  const { problems, results } = run(fixture, wanted)
  const found = [
    ...problems.map(({ at, code }) => `${at.file}:${at.line} ${code}`),
    ...failuresOf(results)
      .filter(({ rule }) => isAbout(fixture, rule.id))
      .map(({ rule, finding: { at } }) => `${at.file}:${at.line} ${rule.id}`),
  ]
  return [...new Set(found)].sort()
}

/** The same for what one rule finds, with another asked in its place. */
export function foundBy(
  fixture: RuleFixture,
  wanted: readonly RuleInfo[],
  id: string,
  mutate: (rule: RunnableRule) => RunnableRule,
): string[] {
  const { results } = run(fixture, wanted, (rule) => (rule.id === id ? mutate(rule) : rule))
  const found = failuresOf(results).filter(({ rule }) => rule.id === id && isAbout(fixture, id))
  return [...new Set(found.map(({ finding: { at } }) => `${at.file}:${at.line} ${id}`))].sort()
}

/** How often a rule passed, failed and so on. */
export function countsOf(fixture: RuleFixture, id: string): RuleResult['counts'] {
  const result = run(fixture, everyRule).results.find(({ rule }) => rule.id === id)
  if (result === undefined) throw new Error(`there is no rule ${id}`)
  return result.counts
}
