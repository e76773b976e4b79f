import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findMutants, type Mutant } from './find-mutants.ts'
import { withSwitches } from './write-switches.ts'

export const root = resolve(import.meta.dirname, '../../..')

/** For whoever works on a file: `MUTATE=votes npm run test:gate-mutants` looks at all with that in their name; `.` is in every name. */
export const asked = process.env['MUTATE']

/** Files of which every mutant is noticed by a test: that is what the run proves when nothing else is asked. */
const finished = [
  'src/gate/actors.ts',
  'src/gate/contributors.ts',
  'src/gate/first-percentage.ts',
  'src/gate/freshness.ts',
  'src/gate/judge-checks.ts',
  'src/gate/judgement.ts',
  'src/gate/latest-opinions.ts',
  'src/gate/match-paths.ts',
  'src/gate/moment-of-judgement.ts',
  'src/gate/names.ts',
  'src/gate/newest-checks.ts',
  'src/gate/permissions.ts',
  'src/gate/reviewer-rows.ts',
  'src/gate/seen-accounts.ts',
  'src/gate/summarise.ts',
  'src/gate/worst-verdict.ts',
  'src/model/change-approvals.ts',
  'src/model/distinct-people.ts',
  'src/model/match-branch.ts',
  'src/model/match-text.ts',
]

/** What is looked at, as paths below the root. */
export const decisionCode: readonly string[] =
  asked === undefined
    ? finished
    : [...finished, ...readdirSync(join(root, 'src/gate')).map((name) => `src/gate/${name}`)]
        .filter((file, index, all) => file.includes(asked) && all.indexOf(file) === index)
        .sort()

export interface NumberedMutant extends Mutant {
  readonly number: number
  readonly file: string
  readonly line: number
  readonly column: number
}

const sources = new Map(decisionCode.map((file) => [file, readFileSync(join(root, file), 'utf8')]))

/** All mutants of the decision code; the number of each is its place in the list. */
export const decisionMutants: readonly NumberedMutant[] = [...sources]
  .flatMap(([file, text]) => findMutants(text).map((mutant) => ({ ...mutant, file, ...placeOf(text, mutant.start) })))
  .map((mutant, number) => ({ ...mutant, number }))

function placeOf(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The source of a file with its mutants behind switches; undefined where it is no decision code. */
export function switchable(path: string): string | undefined {
  const file = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
  const text = sources.get(file)
  if (text === undefined) return undefined
  const own = decisionMutants.filter((mutant) => mutant.file === file)
  return withSwitches(text, own, own[0]?.number ?? 0)
}
