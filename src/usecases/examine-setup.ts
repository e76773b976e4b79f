import { usesIn } from '../doctor/countersign-step.ts'
import { setupChecks } from '../doctor/registry.gen.ts'
import { runChecks, verdictOfChecks } from '../doctor/run-checks.ts'
import type { SetupFacts } from '../doctor/setup-facts.ts'
import { readWorkflow, type Workflow } from '../doctor/workflow.ts'
import type { SourceFile } from '../model/program-model.ts'
import type { Files } from '../ports/files.ts'
import type { History } from '../ports/history.ts'
import type { SetupProbe } from '../ports/setup-probe.ts'
import { readSettings } from '../read/read-settings.ts'
import { type DoctorReport, toDoctorReport } from '../report/doctor-report.ts'
import { tipOf } from './evidence-trust.ts'
import { starter } from './starter.gen.js'

export interface ExamineRequest {
  /** Path of the settings file, relative to the root. */
  readonly settingsPath: string
  /** Whether what only the forge knows must not be missing. */
  readonly remoteRequired: boolean
}

export interface ExaminePorts {
  /** The work tree, from the top of the repository. */
  readonly files: Files
  readonly probe: SetupProbe
  history(): History
}

export interface Examination {
  readonly report: DoctorReport
  textOf(file: string): string | undefined
}

/** Looks at the machine, the clone, the settings and the workflows; asks no forge and changes nothing. */
export async function examineSetup(request: ExamineRequest, ports: ExaminePorts): Promise<Examination> {
  const workflows = await ports.files.list('.github/workflows', ['.yml', '.yaml'])
  const facts = await gather(request.settingsPath, workflows, ports)
  const results = runChecks(facts, setupChecks)
  const sources = [
    ...facts.codeOwners,
    ...facts.hooks,
    ...facts.program,
    facts.settingsFile,
    facts.attributes,
    facts.trustPolicy,
  ]
  const texts = new Map([...sources, ...workflows].map((file) => [file?.path, file]))
  return {
    report: toDoctorReport(results, verdictOfChecks(results, request.remoteRequired)),
    textOf: (file) => {
      const source = texts.get(file)
      return source === undefined || 'unreadable' in source ? undefined : new TextDecoder('utf-8').decode(source.bytes)
    },
  }
}

/** Where GitHub looks for code owners, in its order: the first file counts. */
const codeOwnersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']
const hookPaths = [
  '.pre-commit-config.yaml',
  'lefthook.yml',
  'lefthook.yaml',
  '.lefthook.yml',
  '.husky/pre-commit',
  '.githooks/pre-commit',
  'package.json',
]

async function gather(
  settingsPath: string,
  workflowFiles: readonly SourceFile[],
  { files, probe, history }: ExaminePorts,
): Promise<SetupFacts> {
  const settingsFile = await files.read(settingsPath)
  const settings = readSettings(settingsFile)
  const { programFolder, evidenceBranch } = settings.settings
  const schemaFolder = `${programFolder}/.schemas`
  const program = await files.list(programFolder, ['.yaml', '.yml'])
  const gitVersion = await probe.gitVersion()
  const repository = gitVersion === undefined ? undefined : await probe.repository()
  const workflows = workflowFiles.map(readWorkflow)
  const uses = workflows.flatMap((reading) => (reading.ok ? usesIn(reading.workflow) : []))
  const isCalled = ({ events }: Workflow) => events.has('workflow_call')
  return {
    nodeVersion: probe.nodeVersion,
    gitVersion,
    repository,
    settingsPath,
    settingsFile,
    settings,
    program: program.filter(({ path }) => !path.startsWith(`${schemaFolder}/`)),
    schemas: await files.list(schemaFolder, ['.json']),
    shippedSchemas: new Map(starter.schemas.map(({ path, text }) => [`${schemaFolder}/v1/${path}`, text])),
    workflows,
    uses: uses.filter(({ workflow }) => !isCalled(workflow)),
    called: [...new Set(uses.map(({ workflow }) => workflow))].filter(isCalled),
    codeOwners: await readAll(files, codeOwnersPaths),
    attributes: await files.read('.gitattributes'),
    hooks: await readAll(files, hookPaths),
    trustPolicy: await files.read(`${programFolder}/trust.policy`),
    checkpoint: repository === undefined ? undefined : await checkpointOn(history(), evidenceBranch),
  }
}

async function readAll(files: Files, paths: readonly string[]): Promise<readonly SourceFile[]> {
  const found = await Promise.all(paths.map((path) => files.read(path)))
  return found.flatMap((file) => file ?? [])
}

async function checkpointOn(history: History, branch: string): Promise<SourceFile | undefined> {
  const tip = await tipOf(history, branch)
  if (tip === undefined) return undefined
  const found = await history.filesAt(tip, '', ['checkpoint'])
  return found.find(({ path }) => path === 'checkpoint')
}
