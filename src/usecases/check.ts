import { dayOf, instantOf } from '../model/days.ts'
import { type ExitStatus, exitStatus, statusOfVerdict } from '../model/exit-status.ts'
import type { Place } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import { Problem } from '../model/problem.ts'
import type { ProgramModel, SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { defaultSettings, type Settings } from '../model/settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { Files } from '../ports/files.ts'
import type { History } from '../ports/history.ts'
import { missingAlertFiles, withAlertFiles } from '../read/read-alert-files.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { type CheckReport, toCheckReport } from '../report/check-report.ts'
import { rules } from '../rules/registry.gen.ts'
import { runRules } from '../rules/run-rules.ts'
import type { readLoggedHistory } from './read-logged-history.ts'

export interface CheckRequest {
  /** Path of the settings file, relative to the root. */
  readonly settingsPath: string
  /** Day on which dates are judged; default: today in the time zone of the program. */
  readonly asOf?: string
  /** What the files are compared with: anything git resolves to a commit. */
  readonly base?: string
  readonly required: readonly ('base' | 'log')[]
  /** Files or folders, relative to the root: only findings in them count. Empty: everything. */
  readonly paths: readonly string[]
}

export interface CheckPorts {
  readonly files: Files
  readonly clock: Clock
  /** Asked for only where there is something to compare with: a check of files needs no git. */
  history(): Promise<History>
  /** The evidence log, for rules about what happened; left out where it is not to be read. */
  evidence?(settings: Settings): Promise<{ readonly history: History; readonly log: EvidenceLog }>
}

export interface CheckRun {
  readonly report: CheckReport
  /** By the verdict; 2 where the settings themselves have a mistake. */
  readonly status: ExitStatus
  /** The program that was checked. */
  readonly model: ProgramModel
  /** What a reader must know of the evidence log, one sentence each. */
  readonly notes: readonly string[]
  /** Text of a file of the program, for code frames. */
  textOf(file: string): string | undefined
}

/**
 * Checks the program as it lies in the work tree.
 * @throws Refusal when the settings cannot be used, or the base cannot be read
 */
export async function check(request: CheckRequest, ports: CheckPorts): Promise<CheckRun> {
  const settingsFile = await ports.files.read(request.settingsPath)
  const { settings, problems: settingsProblems, at: settingsAt } = readSettings(settingsFile)
  const files = settingsProblems.length > 0 ? [] : await ports.files.list(settings.programFolder, programEndings)
  const { model: inside, problems } = readProgram(files)
  const outside = await readOutside(inside, ports.files)
  const model = withAlertFiles(inside, outside)
  const asOf = toDay(request.asOf, model, ports.clock)
  const base = request.base === undefined ? undefined : await readBase(request.base, request.settingsPath, ports)
  const isUsable = settingsProblems.length === 0
  const timezone = model.programs[0]?.value.timezone ?? 'UTC'
  const { logged, notes } = isUsable
    ? await readLog({ settings, files, asOf, timezone }, ports)
    : { logged: undefined, notes: [] }
  const results = runRules(
    model,
    {
      asOf,
      settings,
      ...(base === undefined ? {} : { base: base.model, baseSettings: base.settings }),
      ...(logged === undefined ? {} : { log: logged }),
    },
    rules,
  )
  const isSelected = selection(request.paths)
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
    isSelected,
  })
  const selectsNothing = request.paths.length > 0 && !files.some(({ path }) => isSelected(path))
  const report: CheckReport = selectsNothing && whole.counts.errors === 0 ? { ...whole, verdict: 'satisfied' } : whole
  const texts = new Map(
    [...files, ...outside.values(), settingsFile].flatMap((file) => (file === undefined ? [] : [[file.path, file]])),
  )
  const status = mistakes.length > 0 ? exitStatus.usage : statusOfVerdict[report.verdict]
  return { report, status, model, notes, textOf: (file) => textOf(texts.get(file)) }
}

/** The files of alerting rules that records name outside the program folder. */
async function readOutside(model: ProgramModel, files: Files): Promise<Map<string, SourceFile | undefined>> {
  const found = new Map<string, SourceFile | undefined>()
  for (const path of missingAlertFiles(model)) found.set(path, await files.read(path))
  return found
}

/** Most checks look at no log, and then load nothing that reads one. */
async function readLog(program: Parameters<typeof readLoggedHistory>[0], { evidence }: CheckPorts) {
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

async function readBase(name: string, settingsPath: string, ports: CheckPorts): Promise<Base> {
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
  const known = new Set(rules.map(({ id }) => id))
  return [...settings.severities.keys()].flatMap((id) => {
    if (known.has(id) || at === undefined) return []
    const near = nearest(id, known)
    const guess = near === undefined ? '' : `Did you mean ${near}? `
    const remedy = `${guess}\`countersign explain\` lists the rules.`
    return [new Problem('SCH-001', at.locate(['rules', id], 'key'), `There is no rule ${id}`, remedy)]
  })
}

function selection(paths: readonly string[]): (file: string) => boolean {
  if (paths.length === 0) return () => true
  return (file) => paths.some((path) => path === '' || path === '.' || file === path || file.startsWith(`${path}/`))
}

function textOf(file: SourceFile | undefined): string | undefined {
  if (file === undefined || 'unreadable' in file) return undefined
  return new TextDecoder('utf-8').decode(file.bytes)
}
