import { factsOfCase } from '../gate/case-facts.ts'
import { withCasePeople } from '../gate/case-people.ts'
import { decidePullRequest } from '../gate/decide-pull-request.ts'
import { judgeCase } from '../gate/judge-case.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { GateCase, GateCases } from '../model/gate-cases.ts'
import type { Location, Place } from '../model/location.ts'
import type { ProgramModel, ProgramReading, SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import { decodeText } from '../read/decode-text.ts'
import { readPullRequestFacts } from '../read/read-facts.ts'
import { readGateCases } from '../read/read-gate-cases.ts'
import { readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import type { RulesSource } from './judge-pull-request.ts'

/** A file of cases, and how to read the files of facts that it names, relative to its folder. */
export interface CasesFile {
  readonly file: SourceFile
  read(path: string): Promise<SourceFile | undefined>
}

export interface CaseResult {
  readonly file: string
  readonly name: string
  readonly at: Location
  /** unusable: it says something that means nothing, so that nothing could be decided. */
  readonly outcome: 'passed' | 'failed' | 'unusable'
  /** What does not hold, or why it is unusable; one line each. */
  readonly messages: readonly string[]
  /** What the gate says; undefined where nothing was decided. */
  readonly summary: string | undefined
}

interface Program {
  readonly base: ProgramReading
  readonly files: readonly SourceFile[]
  readonly settings: Settings
}

/**
 * Decides every case by the rules of a program and compares with what it expects. Nothing is asked and nothing is posted.
 * @throws Refusal (2) where the settings of the program cannot be read
 */
export async function testGateRules(files: readonly CasesFile[], source: RulesSource): Promise<readonly CaseResult[]> {
  const { settings, problems } = readSettings(source.settings)
  const [problem] = problems
  if (problem !== undefined) throw new Refusal(exitStatus.usage, problem.what, problem.remedy)
  const program = { base: readProgram(source.files), files: source.files, settings }
  const results: CaseResult[] = []
  for (const file of files) results.push(...(await resultsOf(file, program)))
  return results
}

async function resultsOf(from: CasesFile, program: Program): Promise<readonly CaseResult[]> {
  const { path } = from.file
  const reading = readGateCases(from.file)
  if (!reading.ok) {
    return reading.problems.map(({ at, what, remedy }) => unusable(path, 'the file', at, [`${what}. ${remedy}`]))
  }
  const { cases, at } = reading
  const { people } = cases
  const cast =
    people === undefined ? { model: program.base.model, unknown: [] } : withCasePeople(program.base.model, people)
  if (cast.unknown.length > 0) {
    return [unusable(path, 'the people', at.locate(['people'], 'key'), cast.unknown)]
  }
  const results: CaseResult[] = []
  for (const [index, one] of cases.cases.entries()) {
    results.push(await resultOf(one, index, { cases, at, from, program, model: cast.model }))
  }
  return results
}

interface CaseContext {
  readonly cases: GateCases
  readonly at: Place
  readonly from: CasesFile
  readonly program: Program
  readonly model: ProgramModel
}

async function resultOf(one: GateCase, index: number, context: CaseContext): Promise<CaseResult> {
  const { at, from, program, model } = context
  const { path } = from.file
  const place = at.locate(['cases', index, 'name'], 'value')
  const found = await factsOf(one, index, context)
  if ('why' in found) return unusable(path, one.name, found.at, found.why)
  const { facts } = found
  const changeFiles = facts.changeFiles.known ? facts.changeFiles.value : []
  const decision = decidePullRequest({
    base: { ...program.base, model },
    baseFiles: program.files,
    changes: readProgram(
      changeFiles.map(({ path: file, text }) => ({ path: file, bytes: new TextEncoder().encode(text) })),
    ),
    facts,
    protectedBranch: program.settings.protectedBranch,
    programFolder: program.settings.programFolder,
  })
  const messages = judgeCase(one.expect, decision, model)
  const outcome = messages.length === 0 ? 'passed' : 'failed'
  return { file: path, name: one.name, at: place, outcome, messages, summary: decision.summary }
}

type Found = { readonly facts: PullRequestFacts } | { readonly why: readonly string[]; readonly at: Location }

async function factsOf(one: GateCase, index: number, { cases, at, from, program, model }: CaseContext): Promise<Found> {
  const placeOf = (...path: readonly (string | number)[]) => at.locate(['cases', index, ...path])
  if (one.facts !== undefined) {
    const place = placeOf('facts')
    if (one.given !== undefined) return { why: ['`facts` and `given` exclude each other. Leave one out.'], at: place }
    const file = await from.read(one.facts)
    if (file === undefined)
      return { why: [`There is no file ${one.facts}. Write its path from the folder of this file.`], at: place }
    const text = decodeText(file)
    if (typeof text !== 'string') return { why: [text.message], at: place }
    const reading = readPullRequestFacts(text)
    return reading.ok
      ? { facts: reading.facts }
      : { why: [`${one.facts} does not hold facts: ${reading.faults.join('; ')}`], at: place }
  }
  const { protectedBranch, programFolder } = program.settings
  const given = { ...cases.given, ...one.given }
  const made = factsOfCase(given, model, { asOf: cases.asOf, protectedBranch, programFolder })
  if (made.ok) return { facts: made.facts }
  const [first] = made.faults
  // What the file says for all cases stands above them.
  const key = first?.path[0]
  const isOwn = key !== undefined && one.given !== undefined && key in one.given
  const place = isOwn ? placeOf('given', ...(first?.path ?? [])) : at.locate(['given', ...(first?.path ?? [])])
  return { why: made.faults.map(({ what, remedy }) => `${what}. ${remedy}`), at: place }
}

const unusable = (file: string, name: string, at: Location, messages: readonly string[]): CaseResult => ({
  file,
  name,
  at,
  outcome: 'unusable',
  messages,
  summary: undefined,
})
