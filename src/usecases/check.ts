import { everyRule } from '../assess/every-rule.ts'
import { assessmentRules } from '../assess/rules/registry.gen.ts'
import { type Day, dayOf, instantOf } from '../model/days.ts'
import { type ExitStatus, exitStatus, statusOfVerdict } from '../model/exit-status.ts'
import type { Place } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import { Problem } from '../model/problem.ts'
import type { ProgramModel, SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { defaultSettings, type Settings } from '../model/settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { FileSource, Files } from '../ports/files.ts'
import type { History } from '../ports/history.ts'
import { missingAlertFiles, withAlertFiles } from '../read/read-alert-files.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { type CheckReport, toCheckReport } from '../report/check-report.ts'
import type { JudgedRule } from '../rules/define-rule.ts'
import type { LoggedHistory } from '../rules/logged-history.ts'
import { rules } from '../rules/registry.gen.ts'
import { runRules } from '../rules/run-rules.ts'
import type { readLoggedHistory } from './read-logged-history.ts'
import type { FileSelection } from './select-files.ts'

export interface CheckRequest {
  /** Path of the settings file, relative to the root. */
  readonly settingsPath: string
  /** Day on which dates are judged; default: today in the time zone of the program. */
  readonly asOf?: string
  /** What the files are compared with: anything git resolves to a commit. */
  readonly base?: string
  readonly required: readonly ('base' | 'log')[]
  /** Files, folders or patterns, relative to the root: only findings in them count. Empty: everything. */
  readonly paths: readonly string[]
}

export interface ReadPorts {
  readonly files: FileSource
  readonly clock: Clock
  /** Asked for only where there is something to compare with: a check of files needs no git. */
  history(): Promise<History>
  /** Told now and then what takes long, in a few words. */
  readonly progress?: (text: string) => void
  /** The evidence log, for rules about what happened; left out where it is not to be read. */
  evidence?(settings: Settings): Promise<{ readonly history: History; readonly log: EvidenceLog }>
}

/** For commands that write what they checked. */
export interface CheckPorts extends ReadPorts {
  readonly files: Files
}

export interface CheckRun {
  readonly report: CheckReport
  /** By the verdict; 2 where the settings themselves have a mistake. */
  readonly status: ExitStatus
  /** The program that was checked. */
  readonly model: ProgramModel
  /** Whether the filter of the request selects a file; without one every file is. */
  isSelected(file: string): boolean
  /** Text of a file of the program, for code frames. */
  textOf(file: string): string | undefined
  /** What a person should know beside the report, one sentence each: of the evidence log, of paths that are not there. */
  readonly notes: readonly string[]
}

/**
 * Checks the program as the files have it.
 * @throws Refusal when the settings cannot be used, or the base cannot be read
 */
export async function check(request: CheckRequest, ports: ReadPorts): Promise<CheckRun> {
  const { progress = () => undefined } = ports
  progress('Reading files')
  const settingsFile = await ports.files.read(request.settingsPath)
  const { settings, problems: settingsProblems, at: settingsAt } = readSettings(settingsFile)
  const files = settingsProblems.length > 0 ? [] : await ports.files.list(settings.programFolder, programEndings)
  const { model: inside, problems } = readProgram(files, (done) =>
    progress(`Reading file ${done + 1} of ${files.length}`),
  )
  const outside = await readOutside(inside, ports.files)
  const model = withAlertFiles(inside, outside)
  const asOf = toDay(request.asOf, model, ports.clock)
  const base = request.base === undefined ? undefined : await readBase(request.base, request.settingsPath, ports)
  const timezone = model.programs[0]?.value.timezone ?? 'UTC'
  const { logged, notes: logNotes } =
    settingsProblems.length === 0
      ? await readLog({ settings, files, asOf, timezone, datasets: datasetsFor(settings, base?.settings) }, ports)
      : { logged: undefined, notes: [] }
  progress(`Applying ${everyRule.length} rules to ${model.records.length} records`)
  const judged = await judgeResultsOf(model, logged, asOf, settings)
  const results = runRules(
    model,
    {
      asOf,
      settings,
      ...(base === undefined ? {} : { base: base.model, baseSettings: base.settings }),
      ...(logged === undefined ? {} : { log: logged }),
    },
    [...rules, ...judged],
  )
  const read = [...files, ...outside.values()].flatMap((file) => (file === undefined ? [] : [file]))
  const { isSelected, selectsNothing, notes } = await select(request.paths, read, ports.files)
  const mistakes = [...settingsProblems, ...unknownRules(settings, settingsAt)]
  const whole = toCheckReport({
    asOf,
    programFolder: settings.programFolder,
    base: base === undefined ? undefined : { name: base.name, sha: base.sha },
    files: files.length,
    records: model.records.length,
    problems: [...mistakes, ...problems],
    results: settingsProblems.length > 0 ? [] : results,
    required: request.required,
    // Nobody can leave out a mistake in the settings: nothing was checked as it should be.
    isSelected: (file) => isSelected(file) || (mistakes.length > 0 && file === request.settingsPath),
  })
  const isInOrder = selectsNothing && whole.counts.errors === 0 && whole.verdict !== 'nothing-checked'
  const report: CheckReport = isInOrder ? { ...whole, verdict: 'satisfied' } : whole
  const texts = new Map(
    [...read, ...(settingsFile === undefined ? [] : [settingsFile])].map((file) => [file.path, file]),
  )
  const status = mistakes.length > 0 ? exitStatus.usage : statusOfVerdict[report.verdict]
  return {
    ...{ report, status, model, isSelected, notes: [...logNotes, ...notes] },
    textOf: lastText((file) => textOf(texts.get(file))),
  }
}

/** The rules about results; what computes them is loaded only where there is a log. */
async function judgeResultsOf(
  model: ProgramModel,
  logged: LoggedHistory | undefined,
  asOf: Day,
  { protectedBranch }: Settings,
): Promise<readonly JudgedRule[]> {
  if (logged === undefined) return assessmentRules.map((rule) => ({ ...rule, judged: [] }))
  const { judgeResults } = await import('../assess/judge-results.ts')
  return judgeResults(model, logged, asOf, { protectedBranch })
}

/** What rules look into. One that only the change under check takes off still looks. */
function datasetsFor(settings: Settings, base: Settings | undefined): ReadonlySet<string> {
  const isOff = (id: string) => [settings, base ?? settings].every(({ severities }) => severities.get(id) === 'off')
  return new Set(rules.flatMap(({ id, datasets }) => (isOff(id) ? [] : (datasets ?? []))))
}

/** The files of alerting rules that records name outside the program folder. */
async function readOutside(model: ProgramModel, files: FileSource): Promise<Map<string, SourceFile | undefined>> {
  const found = new Map<string, SourceFile | undefined>()
  for (const path of missingAlertFiles(model)) found.set(path, await files.read(path))
  return found
}

/** Most checks look at no log, and then load nothing that reads one. */
async function readLog(program: Parameters<typeof readLoggedHistory>[0], { evidence }: ReadPorts) {
  if (evidence === undefined) return { logged: undefined, notes: [] }
  const { readLoggedHistory } = await import('./read-logged-history.ts')
  return readLoggedHistory(program, await evidence(program.settings))
}

function toDay(asOf: string | undefined, model: ProgramModel, clock: Clock): string {
  if (asOf === undefined) return dayOf(instantOf(clock.now()), model.programs[0]?.value.timezone)
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return dayOf(`${asOf}T00:00:00Z`)
  } catch {
    // Told below, like any other form.
  }
  throw new Refusal(exitStatus.usage, `\`${asOf}\` is not a day`, 'Give --as-of as YYYY-MM-DD.')
}

interface Base {
  readonly name: string
  readonly sha: string
  readonly model: ProgramModel
  readonly settings: Settings
}

async function readBase(name: string, settingsPath: string, ports: ReadPorts): Promise<Base> {
  ports.progress?.(`Reading ${name}`)
  const history = await ports.history()
  const sha = await history.resolve(name)
  if (sha === undefined) {
    if (await history.isShallow()) {
      const remedy = 'Fetch the whole history (`fetch-depth: 0` in actions/checkout).'
      throw new Refusal(exitStatus.notDetermined, `The clone is shallow and does not hold ${name}`, remedy)
    }
    throw new Refusal(
      exitStatus.usage,
      `git knows no commit ${name}`,
      'Give --base a branch, tag or commit that is fetched.',
    )
  }
  const folder = settingsPath.includes('/') ? settingsPath.slice(0, settingsPath.lastIndexOf('/')) : ''
  const nameOfFile = settingsPath.slice(folder === '' ? 0 : folder.length + 1)
  const candidates = await history.filesAt(sha, folder, [nameOfFile])
  const { settings, problems } = readSettings(candidates.find(({ path }) => path === settingsPath))
  const files = await history.filesAt(sha, settings.programFolder, programEndings)
  return { name, sha, model: readProgram(files).model, settings: problems.length > 0 ? defaultSettings : settings }
}

/** Severities for rules that do not exist: a typo there would switch nothing off, and nobody would know. */
function unknownRules(settings: Settings, at: Place | undefined): Problem[] {
  const known = new Set(everyRule.map(({ id }) => id))
  return [...settings.severities.keys()].flatMap((id) => {
    if (known.has(id) || at === undefined) return []
    const near = nearest(id, known)
    const guess = near === undefined ? '' : `Did you mean ${near}? `
    const remedy = `${guess}\`countersign explain\` lists the rules.`
    return [new Problem('SCH-001', at.locate(['rules', id], 'key'), `There is no rule ${id}`, remedy)]
  })
}

/** What a filter selects; matching is loaded only where there is one. */
async function select(
  paths: readonly string[],
  files: readonly SourceFile[],
  source: FileSource,
): Promise<FileSelection> {
  if (paths.length === 0) return { isSelected: () => true, selectsNothing: false, notes: [] }
  const { selectFiles } = await import('./select-files.ts')
  return selectFiles(
    paths,
    files.map(({ path }) => path),
    async (path) => (await source.read(path)) !== undefined,
  )
}

/** Keeps the last text: findings come file by file, and decoding one for each would cost the square of a large file. */
function lastText(read: (file: string) => string | undefined): (file: string) => string | undefined {
  let last: { readonly file: string; readonly text: string | undefined } | undefined
  return (file) => {
    if (last?.file !== file) last = { file, text: read(file) }
    return last.text
  }
}

function textOf(file: SourceFile | undefined): string | undefined {
  if (file === undefined || 'unreadable' in file) return undefined
  return new TextDecoder('utf-8').decode(file.bytes)
}
