import type { ComparedCommit, ComparedFile, Comparison, RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, malformed, orNull, toCount, toList, toObject, toSha, toText } from './json.ts'
import { pagesOf } from './pages.ts'
import { notKnown } from './reading.ts'

/** Files of a comparison end here, all on its first page (GitHub REST documentation, "Compare two commits"). */
const listEnds = 300

const places: readonly Comparison['status'][] = ['ahead', 'behind', 'identical', 'diverged']

/** See `Forge.comparison`. Commits come page by page with their total, files once. @throws ForgeRefused, ForgeUnreachable */
export async function readComparison(
  session: Session,
  { owner, name }: RepositoryName,
  from: string,
  to: string,
): Promise<Comparison> {
  const basehead = `${from}...${to}`
  const commits = new Map<string, ComparedCommit>()
  let files: readonly unknown[] | undefined
  let status: Comparison['status'] | undefined
  let total = 0
  const question = {
    endpoint: endpoints.compare,
    parameters: { owner, repo: name, basehead },
    about: `${owner}/${name}, ${basehead}`,
    entriesOf(data: unknown) {
      const answer = toObject(data, 'a comparison')
      status = places.find((place) => place === answer['status'])
      total = toCount(answer['total_commits'], 'the number of commits of a comparison')
      files ??= orNull(answer['files'], (value) => toList(value, 'the files of a comparison')) ?? undefined
      return answer['commits']
    },
  }
  for await (const entries of pagesOf(session, question)) {
    for (const commit of entries.map(toCommit)) commits.set(commit.sha, commit)
    if (commits.size >= total) break
  }
  if (status === undefined) throw malformed('the status of a comparison', places.join(', '))
  if (total > 0 && (status === 'identical' || status === 'behind'))
    throw malformed('the status of a comparison', 'that of its commits')
  return {
    status,
    commits:
      commits.size === total
        ? { known: true, value: [...commits.values()] }
        : notKnown(`The comparison has ${total} commits, and ${commits.size} of them could be listed.`),
    files:
      files === undefined || files.length >= listEnds
        ? notKnown(`The comparison lists ${listEnds} files at most.`)
        : { known: true, value: files.map(toFile) },
  }
}

function toCommit(entry: unknown): ComparedCommit {
  const commit = toObject(entry, 'a commit')
  const parents = toList(commit['parents'], 'the parents of a commit')
  return {
    sha: toSha(commit['sha'], 'the id of a commit'),
    parents: parents.map((parent) => toSha(isObject(parent) ? parent['sha'] : undefined, 'a parent of a commit')),
  }
}

function toFile(entry: unknown): ComparedFile {
  const file = toObject(entry, 'a file')
  return {
    path: toText(file['filename'], 'the path of a file', 10_000),
    previousPath:
      orNull(file['previous_filename'], (value) => toText(value, 'the former path of a file', 10_000)) ?? undefined,
    status: toText(file['status'], 'the status of a file', 20),
    blob: orNull(file['sha'], (value) => toSha(value, 'the content of a file')) ?? '',
    patch: orNull(file['patch'], (value) => toText(value, 'the changed lines of a file')) ?? undefined,
  }
}
