import { usesIn } from '../doctor/countersign-step.ts'
import type { CheckInfo } from '../doctor/define-check.ts'
import { keyPlacesOf } from '../doctor/key-places.ts'
import { setupChecks } from '../doctor/registry.gen.ts'
import { remoteChecks } from '../doctor/remote/registry.gen.ts'
import { type CheckResult, runChecks, verdictOfChecks } from '../doctor/run-checks.ts'
import type { SetupFacts } from '../doctor/setup-facts.ts'
import { readWorkflow, type Workflow } from '../doctor/workflow.ts'
import type { Verdict } from '../model/outcome.ts'
import type { SourceFile } from '../model/program-model.ts'
import type { Files } from '../ports/files.ts'
import type { RepositoryName } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import type { PostureProbe } from '../ports/posture-probe.ts'
import type { SetupProbe } from '../ports/setup-probe.ts'
import { readSettings } from '../read/read-settings.ts'
import { type DoctorReport, toDoctorReport } from '../report/doctor-report.ts'
import { tipOf } from './evidence-trust.ts'
import { starter } from './starter.gen.js'

export interface ExamineRequest {
  /** Path of the settings file, relative to the root. */
  readonly settingsPath: string
  /** Whether everything that only the forge knows must be known, warnings too. */
  readonly remoteRequired: boolean
  /** The repository on the forge, and the address of its page; undefined: no forge is asked. */
  readonly repository?: (RepositoryName & { readonly page: string }) | undefined
}

export interface ExaminePorts {
  /** The work tree, from the top of the repository. */
  readonly files: Files
  readonly probe: SetupProbe
  readonly posture?: PostureProbe | undefined
  history(): History
}

export interface Examination {
  readonly report: DoctorReport
  textOf(file: string): string | undefined
}

/**
 * Looks at the machine, the clone, the settings and the workflows, and where a repository is named, asks the forge how it is set
 * there. Changes nothing.
 */
export async function examineSetup(request: ExamineRequest, ports: ExaminePorts): Promise<Examination> {
  const workflows = await ports.files.list('.github/workflows', ['.yml', '.yaml'])
  const facts = await gather(request.settingsPath, workflows, ports)
  const results = [...runChecks(facts, setupChecks), ...(await askForge(request, facts, ports))]
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
    report: toDoctorReport(results, verdictOf(results, request), {
      repository: shownRepository(request),
      notAsked: request.repository === undefined ? remoteChecks : [],
    }),
    textOf: (file) => {
      const source = texts.get(file)
      return source === undefined || 'unreadable' in source ? undefined : new TextDecoder('utf-8').decode(source.bytes)
    },
  }
}

async function askForge(
  { repository }: ExamineRequest,
  setup: SetupFacts,
  { posture }: ExaminePorts,
): Promise<readonly CheckResult[]> {
  if (repository === undefined || posture === undefined) return []
  const { protectedBranch, evidenceBranch, documentsBranch } = setup.settings.settings
  const facts = await posture.posture(repository, {
    protectedBranch,
    branches: [protectedBranch, evidenceBranch, documentsBranch],
    keyEnvironments: keyPlacesOf(setup).flatMap(({ environment }) => environment ?? []),
  })
  return runChecks({ posture: facts, setup }, remoteChecks)
}

/** What was required to be known of the forge leaves the verdict open where it is not, also what is a warning. */
function verdictOf(results: readonly CheckResult[], { remoteRequired, repository }: ExamineRequest): Verdict {
  const verdict = verdictOfChecks(results)
  if (verdict === 'violated' || !remoteRequired) return verdict
  const isRemote = ({ id }: CheckInfo) => remoteChecks.some((check) => check.id === id)
  const open = results.some(({ check, outcome }) => isRemote(check) && outcome.kind === 'not-determined')
  return open || repository === undefined ? 'not-determined' : verdict
}

const shownRepository = ({ repository }: ExamineRequest) =>
  repository === undefined ? undefined : { name: `${repository.owner}/${repository.name}`, page: repository.page }

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
