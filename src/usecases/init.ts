import { usesIn } from '../doctor/countersign-step.ts'
import type { RepositoryFacts } from '../doctor/setup-facts.ts'
import { readWorkflow } from '../doctor/workflow.ts'
import { dayOf, instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { holdersOf } from '../model/role-holders.ts'
import type { Clock } from '../ports/clock.ts'
import type { Files } from '../ports/files.ts'
import { decodeText } from '../read/decode-text.ts'
import { readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { assertDistinct, assertPeriod, isBranch, toBranch, toDay, toProgramFolder } from './starter/init-answers.ts'
import { limitsOf } from './starter/starter-people.ts'
import { type PlannedFile, type StarterRequest, starterProgram } from './starter/starter-program.ts'
import { codeOwners, codeOwnersPaths, type Surrounding, surroundings } from './starter/starter-surroundings.ts'
import type { WorkflowSet } from './starter/starter-workflow.ts'
import { starterWorkflows } from './starter/starter-workflows.ts'
import { starter } from './starter.gen.js'

export interface InitRequest {
  /** What a new program is made from; not needed where there is one already. */
  readonly starter: StarterRequest | undefined
  /** Default: as the settings say, else `compliance` and `main`. */
  readonly program?: string
  readonly protectedBranch?: string
  /** How the gate is set up; default: simple. */
  readonly workflows?: WorkflowSet
  /** `OWNER/NAME@COMMIT` that the workflows take Countersign from; default: a placeholder to fill in. */
  readonly action?: string
}

/** What a person has to put into a file that is theirs. */
export interface ByHand {
  readonly path: string
  readonly text: string
  /** The file as it is, where the text can be put at its end as it is. */
  readonly appendTo: string | undefined
}

export interface InitPlan {
  readonly program: string
  readonly files: readonly PlannedFile[]
  /** Files that are there already and stay as they are. */
  readonly kept: readonly string[]
  readonly byHand: readonly ByHand[]
  /** What so few people cannot keep apart, and what else is to be known. */
  readonly notes: readonly string[]
}

export interface InitPlace {
  readonly program: string
  readonly protectedBranch: string
  /** Whether settings that are there say so. */
  readonly isSettled: boolean
  /** YAML files of the program that is there; empty: a new one is made. */
  readonly existing: readonly SourceFile[]
}

/**
 * Where the program is, or will be.
 * @throws Refusal where settings that are there have a mistake, or say something else
 */
export async function findPlace(
  { program, protectedBranch }: Pick<InitRequest, 'program' | 'protectedBranch'>,
  files: Files,
): Promise<InitPlace> {
  if (program !== undefined) toProgramFolder(program)
  if (protectedBranch !== undefined) toBranch(protectedBranch)
  const file = await files.read('countersign.yaml')
  const { settings, problems } = readSettings(file)
  const [problem] = problems
  if (problem !== undefined) throw new Refusal(exitStatus.usage, problem.message, 'Nothing was written.')
  const differs = (given: string | undefined, written: string) =>
    file !== undefined && given !== undefined && given !== written
  if (differs(program, settings.programFolder) || differs(protectedBranch, settings.protectedBranch)) {
    const what = `countersign.yaml names the program ${settings.programFolder} and the branch ${settings.protectedBranch}`
    throw new Refusal(exitStatus.usage, what, 'Leave --program and --protected-branch out, or change that file first.')
  }
  const folder = program ?? settings.programFolder
  const inFolder = await files.list(folder, ['.yaml', '.yml'])
  return {
    program: folder,
    protectedBranch: protectedBranch ?? settings.protectedBranch,
    isSettled: file !== undefined,
    existing: inFolder.filter(({ path }) => !path.startsWith(`${folder}/.schemas/`)),
  }
}

/**
 * The branch whose history is likely to be controlled: the usual names first, else the only one, which before the first commit
 * is the one to come.
 */
export function usualBranch(repository: Pick<RepositoryFacts, 'branches' | 'current'> | undefined): string | undefined {
  if (repository === undefined) return undefined
  const { branches, current } = repository
  const usual = ['main', 'master'].find((name) => branches.has(name))
  if (usual !== undefined) return usual
  const [first, second] = branches
  const only = first === undefined ? current : second === undefined ? first : undefined
  return only !== undefined && isBranch(only) ? only : undefined
}

/**
 * What `init` would write: settings, the starter program with the schemas for an editor, workflows, and what helps editors and
 * reviewers. Nothing that is there is written over, and a program that is there gets no records beside its own.
 *
 * @throws Refusal where a value cannot be used
 */
export async function planInit(request: InitRequest, ports: { files: Files; clock: Clock }): Promise<InitPlan> {
  const { files } = ports
  const place = await findPlace(request, files)
  const { program, protectedBranch, existing } = place
  const today = dayOf(instantOf(ports.clock.now()))
  const isNew = existing.length === 0
  const planned: PlannedFile[] = []
  const kept: string[] = []
  const byHand: ByHand[] = []
  if (isNew) {
    if (request.starter === undefined) throw new Refusal(exitStatus.usage, 'There is no program yet', 'Give --person.')
    checkStarter(request.starter)
    planned.push(...starterProgram(request.starter, { program, protectedBranch, today }))
  }
  const schemas = starter.schemas.map(({ path, text }) => ({ path: `${program}/.schemas/v1/${path}`, text }))
  const taken = await workflowKinds(files)
  const workflows = starterWorkflows(protectedBranch, request.action, request.workflows)
  planned.push(...schemas, ...workflows.filter(({ kind }) => !taken.has(kind)))
  const running = workflows.flatMap(({ kind }) => taken.get(kind) ?? [])
  const toWrite: PlannedFile[] = []
  let outdated = 0
  for (const { path, text } of planned) {
    const there = await files.read(path)
    if (there === undefined) toWrite.push({ path, text })
    else {
      kept.push(path)
      if (path.startsWith(`${program}/.schemas/`) && decodeText(there) !== text) outdated += 1
    }
  }
  const owners = isNew ? ownersOf(request.starter) : loginsOf(existing, today)
  for (const one of await surroundingsHere({ program, owners }, files)) {
    const there = await files.read(one.path)
    if (there === undefined) toWrite.push({ path: one.path, text: one.text })
    else {
      kept.push(one.path)
      byHand.push(...lacking(one, there))
    }
  }
  return {
    program,
    files: toWrite.sort(byPath),
    kept: [...new Set([...existing.map(({ path }) => path), ...kept, ...running])].sort(),
    byHand,
    notes: [
      ...(isNew ? limitsOf(request.starter?.people ?? []) : []),
      ...(outdated === 0
        ? []
        : [
            `Of the schemas in ${program}/.schemas ${outdated} differ from this version: remove that folder and run this again.`,
          ]),
    ],
  }
}

const byPath = (a: PlannedFile, b: PlannedFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)

function checkStarter({ people, periodStart, periodEnd }: StarterRequest): void {
  assertDistinct(people)
  for (const day of [periodStart, periodEnd]) if (day !== undefined) toDay(day)
  if (periodStart !== undefined && periodEnd !== undefined) assertPeriod(periodStart, periodEnd)
}

/** Purposes that a workflow of the repository serves already, with its file: a second one would do the same twice. */
async function workflowKinds(files: Files): Promise<ReadonlyMap<string, string>> {
  const found = await files.list('.github/workflows', ['.yml', '.yaml'])
  return new Map(
    found.flatMap((file) => {
      const reading = readWorkflow(file)
      return reading.ok ? usesIn(reading.workflow).map(({ kind }) => [kind, file.path] as const) : []
    }),
  )
}

/** Code owners stand in one of three places; those of the place where they are now are added to. */
async function surroundingsHere(place: { program: string; owners: readonly string[] }, files: Files) {
  const found = await Promise.all(codeOwnersPaths.map((path) => files.read(path)))
  const current = found.find((file) => file !== undefined)?.path
  // Without anybody who answers for the program a line would take owners away.
  return surroundings(place).flatMap((one) => {
    if (one.path !== codeOwnersPaths[0]) return [one]
    if (place.owners.length === 0) return []
    return [current === undefined ? one : codeOwners(current, place)]
  })
}

function lacking({ path, appends, missingIn }: Surrounding, file: SourceFile): readonly ByHand[] {
  if ('unreadable' in file) return []
  const existing = new TextDecoder('utf-8').decode(file.bytes)
  const text = missingIn(existing)
  return text === undefined ? [] : [{ path, text, appendTo: appends ? existing : undefined }]
}

const ownersOf = (request: StarterRequest | undefined): readonly string[] =>
  (request?.people ?? []).slice(0, 2).map(({ login }) => login)

/** Logins of those who lead security, keep the records or review for security in a program that is there. */
function loginsOf(existing: readonly SourceFile[], today: string): readonly string[] {
  const { model } = readProgram(existing)
  const ids = ['security_lead', 'compliance_owner', 'security_reviewer'].flatMap((role) =>
    holdersOf(model, role, today),
  )
  const logins = ids.flatMap((id) => model.people.get(id)?.value.accounts?.map(({ login }) => login) ?? [])
  return [...new Set(logins)]
}
