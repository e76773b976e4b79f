import type { History } from '../ports/history.ts'
import { programEndings } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import type { RulesSource } from './judge-pull-request.ts'

const settingsFile = 'countersign.yaml'

/** Rules and people as a commit of the local repository has them: never those of the work tree. */
export async function rulesAt(history: History, sha: string): Promise<RulesSource> {
  const settings = (await history.filesAt(sha, '', [settingsFile])).find(({ path }) => path === settingsFile)
  const { programFolder } = readSettings(settings).settings
  return { settings, files: await history.filesAt(sha, programFolder, programEndings), sha }
}
