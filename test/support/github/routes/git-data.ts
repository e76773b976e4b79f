/** Trees, blobs, commits and refs, and files by path. */
import { type Call, type Operations, ok, reads, writes } from '../call.ts'
import { git, isAncestor, runGit, shaOf } from '../git.ts'
import { readBlob, readCommits, readTree, type TreeEntry } from '../git-read.ts'
import { commitTree, type FileChanges, WEB_FLOW, writeCommits } from '../git-write.ts'
import { signerOf } from '../merge-pull.ts'
import { moveBranch } from '../move-ref.ts'
import { notFound, Refusal } from '../refusal.ts'
import { gitCommitView } from '../view-commit.ts'
import { nodeId } from '../view-people.ts'
import { apiUrl, pageUrl } from '../view-repo.ts'

/** GitHub cuts a recursive tree here and says `truncated`. */
const TREE_ENTRIES = 100_000
/** Content of larger files comes by blob or raw only. */
const CONTENT_BYTES = 1024 * 1024

const oneLevel = (entry: TreeEntry) => ({ blob: 'file', tree: 'dir', commit: 'submodule' })[entry.type] ?? 'file'

const base64 = (content: Buffer) => content.toString('base64').replace(/.{60}/g, '$&\n')

function entryView(call: Call, path: string, ref: string, sha: string, kind: string) {
  const repo = call.repo()
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const self = `${apiUrl(call.world, repo)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`
  const gitUrl = `${apiUrl(call.world, repo)}/git/${kind === 'dir' ? 'trees' : 'blobs'}/${sha}`
  const page = `${pageUrl(call.world, repo)}/${kind === 'dir' ? 'tree' : 'blob'}/${encodeURIComponent(ref)}/${encoded}`
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    url: self,
    git_url: gitUrl,
    html_url: page,
    download_url: kind === 'dir' ? null : `${page}?raw=true`,
    _links: { self, git: gitUrl, html: page },
  }
}

export const gitDataOperations: Operations = {
  /** By the id of a tree or a commit, or by a branch. */
  'git/get-tree': reads(
    ['contents:read'],
    async (call) => {
      const repo = call.repo()
      const tree = await shaOf(repo.dir, call.param('tree_sha'), 'tree')
      if (tree === undefined) throw notFound()
      const entries = await readTree(repo.dir, tree, call.query('recursive') !== undefined)
      const url = `${apiUrl(call.world, repo)}/git`
      return ok({
        sha: tree,
        url: `${url}/trees/${tree}`,
        tree: entries.slice(0, TREE_ENTRIES).map((entry) => ({
          path: entry.path,
          mode: entry.mode,
          type: entry.type,
          sha: entry.sha,
          ...(entry.size === undefined ? {} : { size: entry.size }),
          ...(entry.type === 'commit' ? {} : { url: `${url}/${entry.type}s/${entry.sha}` }),
        })),
        truncated: entries.length > TREE_ENTRIES,
      })
    },
    ['recursive'],
  ),

  'git/get-blob': reads(['contents:read'], async (call) => {
    const repo = call.repo()
    const sha = call.param('file_sha')
    const content = /^[0-9a-f]{40}$/.test(sha) ? await readBlob(repo.dir, sha) : undefined
    if (content === undefined) throw notFound()
    return ok({
      sha,
      node_id: nodeId(`Blob:${sha}`, repo.id),
      url: `${apiUrl(call.world, repo)}/git/blobs/${sha}`,
      size: content.length,
      content: base64(content),
      encoding: 'base64',
    })
  }),

  'git/get-commit': reads(['contents:read'], async (call) => {
    const repo = call.repo()
    const sha = await shaOf(repo.dir, call.param('commit_sha'))
    const [commit] = sha === undefined ? [] : await readCommits(repo.dir, [sha])
    if (commit === undefined) throw notFound()
    return ok(gitCommitView(call.world, repo, commit))
  }),

  /** Files with their content and folders by the id of their tree, alone or on a tree that is there. */
  'git/create-tree': writes(['contents:write'], 'write', async (call) => {
    const { dir } = call.repo()
    const named = call.text('base_tree', '')
    const base = named === '' ? undefined : await shaOf(dir, named, 'tree')
    if (named !== '' && base === undefined) throw new Refusal(422, 'base_tree is not a valid tree oid')
    const entries = call.body['tree'] as readonly TreeInput[]
    for (const { path, mode, sha } of entries) {
      if (path.split('/').some((part) => part === '' || part === '..' || /^\.git$/i.test(part)))
        throw new Refusal(422, `tree.path contains a malformed path component: ${path}`)
      if (sha !== undefined && (mode !== '040000' || (await shaOf(dir, sha, 'tree')) === undefined))
        throw new Refusal(422, 'tree.sha is not a valid tree')
    }
    const files = Object.fromEntries(
      entries.map(({ path, content = '', sha }): [string, FileChanges[string]] => [
        path,
        sha === undefined ? content : { mode: '040000', content: sha },
      ]),
    )
    const by = { author: WEB_FLOW, committer: WEB_FLOW, message: 'scratch', date: call.world.clock.now() }
    const parents = base === undefined ? [] : [await commitTree(dir, base, [], by)]
    const made = await writeCommits(dir, [{ parents, files, ...by }])
    const sha = await git(dir, ['rev-parse', `${made}^{tree}`])
    const url = `${apiUrl(call.world, call.repo())}/git`
    const listed = (await readTree(dir, sha, false)).map(({ path, mode, type, sha: oid }) => ({
      ...{ path, mode, type, sha: oid },
      url: `${url}/${type}s/${oid}`,
    }))
    return ok({ sha, url: `${url}/trees/${sha}`, tree: listed, truncated: false }, 201)
  }),

  'git/create-commit': writes(['contents:write'], 'write', async (call) => {
    const repo = call.repo()
    const [tree, ...parents] = await Promise.all([
      shaOf(repo.dir, call.text('tree', ''), 'tree'),
      ...(call.body['parents'] as readonly string[]).map((parent) => shaOf(repo.dir, parent)),
    ])
    const known = parents.filter((parent) => parent !== undefined)
    if (tree === undefined || known.length !== parents.length)
      throw new Refusal(422, 'Tree SHA or parent does not exist')
    const made = { author: signerOf(call.actor()), committer: WEB_FLOW, message: call.text('message', '') }
    const sha = await commitTree(repo.dir, tree, known, { ...made, date: call.world.clock.now() })
    repo.verified.add(sha)
    const [commit] = await readCommits(repo.dir, [sha])
    if (commit === undefined) throw notFound()
    return ok(gitCommitView(call.world, repo, commit), 201)
  }),

  'git/create-ref': writes(['contents:write'], 'write', async (call) => {
    const name = call.text('ref', '').replace(/^refs\//, '')
    if ((await refsUnder(call, name)).some((each) => each.name === `refs/${name}`))
      throw new Refusal(422, 'Reference already exists')
    return ok(await movedRef(call, name), 201)
  }),

  'git/update-ref': writes(['contents:write'], 'write', async (call) => {
    const repo = call.repo()
    const name = call.param('ref')
    const [before] = (await refsUnder(call, name)).filter((each) => each.name === `refs/${name}`)
    if (before === undefined) throw new Refusal(422, 'Reference does not exist')
    if (repo.protections.has(name.replace(/^heads\//, '')))
      throw new Refusal(422, 'Changes must be made through a pull request.')
    if (call.body['force'] !== true && !(await isAncestor(repo.dir, before.sha, call.text('sha', ''))))
      throw new Refusal(422, 'Update is not a fast forward')
    return ok(await movedRef(call, name))
  }),

  /** The exact ref, without `refs/`. */
  'git/get-ref': reads(['contents:read'], async (call) => {
    const [ref] = (await refsUnder(call, call.param('ref'))).filter((each) => each.name === `refs/${call.param('ref')}`)
    if (ref === undefined) throw notFound()
    return ok(refView(call, ref))
  }),

  'git/list-matching-refs': reads(['contents:read'], async (call) =>
    // Without pages, however many there are.
    ok((await refsUnder(call, call.param('ref'))).map((ref) => refView(call, ref))),
  ),

  'repos/get-content': reads(
    ['contents:read'],
    async (call) => {
      const repo = call.repo()
      const ref = call.query('ref') ?? repo.defaultBranch
      const path = call.param('path').replace(/\/+$/, '')
      const commit = await shaOf(repo.dir, ref)
      if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`)
      const type = await runGit(repo.dir, ['cat-file', '-t', `${commit}:${path}`])
      if (type.status !== 0) throw notFound()
      const sha = await git(repo.dir, ['rev-parse', '--verify', `${commit}:${path}`])
      if (type.stdout.toString('utf8').trim() === 'tree') {
        const entries = await readTree(repo.dir, sha, false)
        return ok(
          entries.map((entry) => ({
            type: entry.mode === '120000' ? 'symlink' : oneLevel(entry),
            size: entry.size ?? 0,
            ...entryView(call, path === '' ? entry.path : `${path}/${entry.path}`, ref, entry.sha, oneLevel(entry)),
          })),
        )
      }
      const content = (await readBlob(repo.dir, sha)) ?? Buffer.alloc(0)
      const large = content.length > CONTENT_BYTES
      return ok({
        type: 'file',
        size: content.length,
        ...entryView(call, path, ref, sha, 'file'),
        encoding: large ? 'none' : 'base64',
        content: large ? '' : base64(content),
      })
    },
    ['ref'],
  ),
}

/** Points a branch at the commit that the body names, and shows it. */
async function movedRef(call: Call, name: string) {
  const repo = call.repo()
  const sha = await shaOf(repo.dir, call.text('sha', ''))
  if (sha === undefined || !name.startsWith('heads/')) throw new Refusal(422, 'Object does not exist')
  await moveBranch(call.world, repo, name.slice('heads/'.length), sha, call.actor())
  return refView(call, { name: `refs/${name}`, sha, type: 'commit' })
}

interface TreeInput {
  readonly path: string
  readonly mode: string
  readonly content?: string
  /** Of a tree. */
  readonly sha?: string
}

interface Ref {
  readonly name: string
  readonly sha: string
  readonly type: string
}

async function refsUnder(call: Call, prefix: string): Promise<Ref[]> {
  const text = await git(call.repo().dir, ['for-each-ref', '--format=%(refname) %(objectname) %(objecttype)'])
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .map(([name = '', sha = '', type = '']) => ({ name, sha, type }))
    .filter((ref) => ref.name.startsWith(`refs/${prefix}`))
}

function refView(call: Call, ref: Ref) {
  const api = apiUrl(call.world, call.repo())
  return {
    ref: ref.name,
    node_id: nodeId(ref.name, call.repo().id),
    url: `${api}/git/${ref.name}`,
    object: { type: ref.type, sha: ref.sha, url: `${api}/git/${ref.type}s/${ref.sha}` },
  }
}
