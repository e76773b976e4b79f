/** Writes commits into a bare repository without a working copy. */
import { git, isAncestor, runGit } from './git.ts'
import { readCommits, remember } from './git-read.ts'

export interface Signer {
  readonly name: string
  readonly email: string
}

/** Committer of what is done on the website. */
export const WEB_FLOW: Signer = { name: 'GitHub', email: 'noreply@github.com' }

/** A file's content; with a mode for what is no plain file: `120000` a link, `160000` a submodule's commit id, `040000` a tree's id. */
type FileContent =
  | string
  | Buffer
  | { readonly mode: '100755' | '120000' | '160000' | '040000'; readonly content: string }

/** Content by path; null deletes the file. */
export type FileChanges = Readonly<Record<string, FileContent | null>>

export interface NewCommit {
  /** First parent first; none: a root commit. */
  readonly parents: readonly string[]
  readonly files: FileChanges
  readonly author: Signer
  readonly committer: Signer
  readonly message: string
  /** ISO 8601; git's own dates, which whoever commits may choose. */
  readonly date: string
}

let scratch = 0

/**
 * A line of commits by one `git fast-import`; moves no branch. Each one after the first follows the one before, its own
 * parents are left aside.
 *
 * @returns the last one's id
 */
export async function writeCommits(dir: string, commits: readonly NewCommit[]): Promise<string> {
  const ref = `refs/scratch/${++scratch}`
  const parts = commits.flatMap((commit, at) => commitCommands(ref, commit, at))
  // The answer to `get-mark` comes on the descriptor meant for blobs.
  parts.push(`get-mark :${commits.length}\nreset ${ref}\nfrom ${'0'.repeat(40)}\n\n`)
  const input = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return (await git(dir, ['fast-import', '--quiet', '--force', '--cat-blob-fd=1'], { input })).trim()
}

function commitCommands(ref: string, commit: NewCommit, at: number): (string | Buffer)[] {
  const when = `${Math.floor(Date.parse(commit.date) / 1000)} +0000`
  const data = (content: string | Buffer) => {
    const bytes = Buffer.from(content)
    return [`data ${bytes.length}\n`, bytes, '\n']
  }
  const parents = at === 0 ? commit.parents : [`:${at}`]
  const root = at === 0 && parents.length === 0
  return [
    // Without this the branch's own tip would become the parent of a root commit.
    ...(root ? [`reset ${ref}\n`] : []),
    `commit ${ref}\nmark :${at + 1}\n`,
    `author ${commit.author.name} <${commit.author.email}> ${when}\n`,
    `committer ${commit.committer.name} <${commit.committer.email}> ${when}\n`,
    ...data(commit.message),
    ...parents.map((parent, place) => `${place === 0 ? 'from' : 'merge'} ${parent}\n`),
    ...Object.entries(commit.files).flatMap(([path, content]) => {
      const name = JSON.stringify(path)
      if (content === null) return [`D ${name}\n`]
      if (typeof content === 'string' || Buffer.isBuffer(content))
        return [`M 100644 inline ${name}\n`, ...data(content)]
      // A submodule is an id of a commit that lies elsewhere: it has no content here.
      if (content.mode === '160000' || content.mode === '040000')
        return [`M ${content.mode} ${content.content} ${name}\n`]
      return [`M ${content.mode} inline ${name}\n`, ...data(content.content)]
    }),
    '\n',
  ]
}

/** A commit of a tree that is already there. */
export async function commitTree(
  dir: string,
  tree: string,
  parents: readonly string[],
  { author, committer, message, date }: Omit<NewCommit, 'files' | 'parents'>,
): Promise<string> {
  const env = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: date,
  }
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])]
  return await git(dir, args, { env, input: message })
}

/** The tree of a clean merge; undefined where it conflicts. */
export const mergedTree = (dir: string, ours: string, theirs: string): Promise<string | undefined> =>
  remember([dir, 'merged', ours, theirs], async () => {
    const { status, stdout, stderr } = await runGit(dir, ['merge-tree', '--write-tree', ours, theirs])
    if (status === 1) return undefined
    if (status !== 0) throw new Error(`git merge-tree: ${stderr.trim()}`)
    return stdout.toString('utf8').split('\n')[0]
  })

/** Replays commits of a straight line on a new base: author kept, committer set. Undefined where it conflicts. */
export async function replay(
  dir: string,
  onto: string,
  shas: readonly string[],
  committer: Signer,
  date: string,
): Promise<string | undefined> {
  let tip = onto
  for (const commit of await readCommits(dir, shas)) {
    if (commit.parents.length !== 1) return undefined
    // Where the new base holds the commit's parent, merging the two is the same as picking the commit.
    const [parent = ''] = commit.parents
    const tree =
      tip === parent
        ? commit.tree
        : await pickedTree(dir, tip, commit.sha, parent, { author: commit.author, committer, date })
    if (tree === undefined) return undefined
    const message = commit.message
    tip = await commitTree(dir, tree, [tip], { author: commit.author, committer, message, date })
  }
  return tip
}

/** git 2.39's `merge-tree` takes no base: give the tip a stand-in that has the commit's parent as its only one. */
async function pickedTree(
  dir: string,
  tip: string,
  sha: string,
  parent: string,
  by: Pick<NewCommit, 'author' | 'committer' | 'date'>,
): Promise<string | undefined> {
  const [tipCommit] = await readCommits(dir, [tip])
  if (tipCommit === undefined) return undefined
  const stand = await commitTree(dir, tipCommit.tree, [parent], { ...by, message: 'stand-in' })
  return await mergedTree(dir, stand, sha)
}

/** Whether moving a branch from one commit to another drops commits. */
export async function isForced(dir: string, before: string, after: string): Promise<boolean> {
  return !(await isAncestor(dir, before, after))
}
