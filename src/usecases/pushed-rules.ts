import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { readSettings } from '../read/read-settings.ts'

/** What a push moved: commit ids before and after. */
export interface PushedRange {
  readonly before: string
  readonly after: string
}

const settingsFile = 'countersign.yaml'
/** Where GitHub looks for the owners of files. */
const codeOwners = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

/**
 * Whether a push to a base may have changed what its pull requests are judged by: settings, program or code owners. The
 * list of commits in the event is cut and promises nothing, so the two commits are compared; where that does not show every
 * file, or the push threw commits away, the answer is yes.
 */
export async function mayChangeRules(
  repository: RepositoryName,
  { before, after }: PushedRange,
  forge: Forge,
): Promise<boolean> {
  try {
    const { status, files } = await forge.comparison(repository, before, after)
    if (status === 'identical') return false
    if (status !== 'ahead' || !files.known) return true
    const found = await forge.filesAt(repository, after, settingsFile, [settingsFile])
    const { settings, problems } = readSettings(found.find(({ path }) => path === settingsFile))
    if (problems.length > 0) return true
    const matter = (path: string) =>
      path === settingsFile || codeOwners.includes(path) || liesIn(settings.programFolder, path)
    return files.value.some(
      ({ path, previousPath }) => matter(path) || (previousPath !== undefined && matter(previousPath)),
    )
  } catch (error) {
    if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return true
    throw error
  }
}

const liesIn = (folder: string, path: string): boolean =>
  folder === '' || folder === '.' || path === folder || path.startsWith(`${folder}/`)
