import { exitStatus } from '../model/exit-status.ts'
import type { Place } from '../model/location.ts'
import type { ProgramModel, ProgramReading } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { History } from '../ports/history.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'

export interface ProgramAtCommit {
  readonly commit: string
  readonly settings: Settings
  readonly model: ProgramModel
}

/**
 * Reads settings and program from a commit, never from the work tree.
 *
 * @param revision anything git resolves to a commit
 * @param settingsPath of the settings file in the tree
 * @throws Refusal where there is no such commit, or where a part of the program cannot be read: what is computed from the
 * rest would look complete
 */
export async function readProgramAt(
  history: History,
  revision: string,
  settingsPath = 'countersign.yaml',
): Promise<ProgramAtCommit> {
  const commit = await history.resolve(revision)
  if (commit === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      `${revision} is no commit of this repository`,
      'Commit the program first, or name a commit that is there.',
    )
  const slash = settingsPath.lastIndexOf('/')
  const folder = slash === -1 ? '' : settingsPath.slice(0, slash)
  const found = await history.filesAt(commit, folder, [settingsPath.slice(slash + 1)])
  const { settings, problems: wrongSettings } = readSettings(found.find(({ path }) => path === settingsPath))
  refuseProblems(wrongSettings, 'The settings have', commit)
  const files = await history.filesAt(commit, settings.programFolder, programEndings)
  return { commit, settings, model: toProgram(readProgram(files), settings.programFolder, commit) }
}

/**
 * The model of a program that was read whole.
 * @param folder of the program, and commit that it was read from, for the message
 * @throws Refusal (3) where a part could not be read, or there is not exactly one Program record
 */
export function toProgram({ model, problems }: ProgramReading, folder: string, commit: string): ProgramModel {
  refuseProblems(problems, 'The program has', commit)
  if (model.programs.length !== 1)
    throw new Refusal(
      exitStatus.notDetermined,
      `There are ${model.programs.length} Program records below ${folder} at commit ${commit.slice(0, 12)}`,
      'There must be one, committed: its scope says what is judged.',
    )
  refuseTwins(model, commit)
  return model
}

/** Of two records with one id only the first is in the model: what the other says would be passed over. */
function refuseTwins({ declaredIds }: ProgramModel, commit: string): void {
  const seen = new Map<string, Place>()
  for (const { id, kind, owner } of declaredIds) {
    const name = `${kind} ${id}`
    const first = seen.get(name)
    seen.set(name, owner.at)
    // These two are lists inside a record and all of their rows are judged.
    if (first === undefined || kind === 'evidence-requirement' || kind === 'gate-rule') continue
    throw new Refusal(
      exitStatus.notDetermined,
      `${id} is the id of two records at commit ${commit.slice(0, 12)}, in ${first.file} and ${owner.at.file}`,
      'Give one of them another id, and commit the correction.',
    )
  }
}

function refuseProblems(problems: readonly Error[], what: string, commit: string): void {
  const [first] = problems
  if (first === undefined) return
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  throw new Refusal(
    exitStatus.notDetermined,
    `${what} ${count} at commit ${commit.slice(0, 12)}, the first: ${first.message.replace(/\.$/, '')}`,
    'Run `check` for all of them, and commit the correction.',
  )
}
