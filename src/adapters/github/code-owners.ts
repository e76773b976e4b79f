import type { PullRequestFacts } from '../../model/facts.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import { readBlob } from './blob.ts'
import type { Session } from './client.ts'
import { NotKnown, readingOf } from './reading.ts'
import { toUtf8Text } from './text-of-bytes.ts'
import { modes, readFolder, type TreeEntry } from './tree.ts'

type CodeOwners = PullRequestFacts['codeOwners']

/** Where the forge looks, and in that order (GitHub documentation, "About code owners"); `''` is the root. */
const folders = ['.github', '', 'docs'] as const

/** Above this size the forge does not load the file (the same page), and nobody owns anything. */
const mostBytes = 3 * 1024 * 1024

/** The file of code owners at a commit: one, or none. What lies at its place and is no readable text is not known. */
export function readCodeOwners(session: Session, repository: RepositoryName, commit: string): Promise<CodeOwners> {
  const about = `${repository.owner}/${repository.name}, commit ${commit.slice(0, 12)}, CODEOWNERS`
  const question = { session, repository, about }
  return readingOf(async () => {
    const root = await readFolder(question, commit, '')
    for (const folder of folders) {
      const found = await fileIn(folder)
      if (found !== undefined) return await toFile(found)
    }
    return []

    async function fileIn(folder: string): Promise<TreeEntry | undefined> {
      if (folder === '') return root.find(({ path }) => path === 'CODEOWNERS')
      const tree = root.find(({ path, mode }) => path === folder && mode === modes.folder)
      const entries = tree === undefined ? [] : await readFolder(question, tree.oid, folder)
      return entries.find(({ path }) => path === `${folder}/CODEOWNERS`)
    }

    async function toFile({ path, mode, oid, sizeBytes }: TreeEntry) {
      if (mode !== '100644' && mode !== '100755') return new NotKnown(`${path} is not a regular file.`)
      if (sizeBytes > mostBytes) return new NotKnown(`${path} has ${sizeBytes} bytes; the limit is ${mostBytes}.`)
      const text = toUtf8Text(await readBlob(session, repository, oid, `${about}, ${path}`))
      return text === undefined ? new NotKnown(`${path} is not UTF-8 text.`) : [{ path, text }]
    }
  })
}
