/** git's own smart HTTP server, one `git http-backend` a request, with GitHub's way of letting people in. */
import { spawn } from 'node:child_process'
import { appendFile, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { credentialOf, mayDo } from './access.ts'
import { gitEnvironment } from './git.ts'
import { afterMove } from './move-ref.ts'
import { Refusal } from './refusal.ts'
import { type Credential, type Repo, repoNamed, roleOf, roleReaches, type World } from './world.ts'

const LOCATION = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/

export const isGitPath = (path: string) => LOCATION.test(path)

/** Refuses protected branches as GitHub does; `rig-protected` holds one line a branch and whether an admin may pass. */
const PRE_RECEIVE = `#!/bin/sh
while read -r before after ref; do
  while read -r name admins; do
    [ "$ref" = "refs/heads/$name" ] || continue
    [ "$admins" = pass ] && [ "$RIG_ADMIN" = 1 ] && continue
    echo "error: GH006: Protected branch update failed for $ref." >&2
    echo "error: Changes must be made through a pull request." >&2
    exit 1
  done < "$GIT_DIR/rig-protected"
done
`

/** Names what really moved; another push may move other branches at the same time. */
const POST_RECEIVE = `#!/bin/sh
[ -n "$RIG_PUSH_LOG" ] && cat > "$RIG_PUSH_LOG"
exit 0
`

/** The platform alone writes a pull request's refs; scratch refs are the stand-in's own. */
const CONFIG = `[http]
\treceivepack = true
[uploadpack]
\tallowFilter = true
[receive]
\thideRefs = refs/pull
[transfer]
\thideRefs = refs/scratch
`

export async function installHooks(repo: Repo): Promise<void> {
  await mkdir(join(repo.dir, 'hooks'), { recursive: true })
  for (const [name, text] of [
    ['pre-receive', PRE_RECEIVE],
    ['post-receive', POST_RECEIVE],
  ] as const) {
    await writeFile(join(repo.dir, 'hooks', name), text)
    await chmod(join(repo.dir, 'hooks', name), 0o755)
  }
  await writeProtections(repo)
  await appendFile(join(repo.dir, 'config'), CONFIG)
}

export async function writeProtections(repo: Repo): Promise<void> {
  const lines = [...repo.protections].map(
    ([branch, { enforceAdmins }]) => `${branch} ${enforceAdmins ? 'stop' : 'pass'}\n`,
  )
  await writeFile(join(repo.dir, 'rig-protected'), lines.join(''))
}

/** Throws what GitHub answers a git client that may not. */
function letIn(world: World, repo: Repo | undefined, credential: Credential | undefined, pushing: boolean): Repo {
  const ask = new Refusal(401, 'Authentication required', { headers: { 'www-authenticate': 'Basic realm="GitHub"' } })
  if (credential === undefined) {
    if (repo === undefined || repo.private || pushing) throw ask
    return repo
  }
  if (repo === undefined) throw new Refusal(404, 'Repository not found.')
  if (credential.kind === 'installation') {
    const covered = credential.repositories === undefined || credential.repositories.has(repo.id)
    if (repo.private && !covered) throw new Refusal(404, 'Repository not found.')
    if (!pushing && !repo.private) return repo
    if (covered && mayDo(credential, pushing ? 'contents:write' : 'contents:read')) return repo
    throw new Refusal(403, 'Write access to repository not granted.')
  }
  const role = roleOf(world, repo, credential.account)
  if (role === 'none') throw new Refusal(404, 'Repository not found.')
  if (!pushing || roleReaches(role, 'write')) return repo
  throw new Refusal(403, `Permission to ${repo.owner.login}/${repo.name}.git denied to ${credential.account.login}.`)
}

/** Answers one request of a git client; ends the answer only after everything a push brings about is done. */
export async function serveGit(
  world: World,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, owner = '', name = '', rest = ''] = LOCATION.exec(url.pathname) ?? []
  const pushing = rest === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack'
  let repo: Repo
  let credential: Credential | undefined
  try {
    credential = credentialOf(world, request.headers.authorization)
    repo = letIn(world, repoNamed(world, decodeURIComponent(owner), decodeURIComponent(name)), credential, pushing)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // The body of a push must be taken in, or the client sees a broken pipe in place of the answer.
    request.resume()
    response.writeHead(error.status, { 'content-type': 'text/plain; charset=utf-8', ...error.headers })
    response.end(`${error.message}\n`)
    return
  }
  const fault = world.faults.next(pushing ? 'git/push' : 'git/fetch', 1)
  if (fault?.kind === 'status') {
    request.resume()
    response.writeHead(fault.status).end(fault.message ?? 'Server Error')
    return
  }
  const lost = rest !== '/info/refs' && (fault?.kind === 'drop' || fault?.kind === 'cut')
  const log = join(world.dir, `push-${world.nextId()}`)
  const admin = credential?.kind === 'user' && roleOf(world, repo, credential.account) === 'admin'
  await runBackend(request, lost ? undefined : response, {
    GIT_PROJECT_ROOT: repo.dir,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: rest,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    REMOTE_USER: credential?.account.login ?? '',
    REMOTE_ADDR: '127.0.0.1',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    RIG_PUSH_LOG: rest === '/git-receive-pack' ? log : '',
    RIG_ADMIN: admin ? '1' : '0',
  })
  if (rest === '/git-receive-pack') await recordPush(world, repo, log, credential)
  if (lost) response.destroy()
  else response.end()
}

async function recordPush(world: World, repo: Repo, log: string, credential: Credential | undefined): Promise<void> {
  const text = await readFile(log, 'utf8').catch(() => '')
  await rm(log, { force: true })
  for (const line of text.split('\n')) {
    const [before, after, ref] = line.split(' ')
    if (before === undefined || after === undefined || ref === undefined) continue
    await afterMove(world, repo, { ref, before, after }, credential?.account ?? null)
  }
}

/** Streams a CGI program's answer, or drops it where there is nobody to take it; leaves the answer open. */
function runBackend(
  request: IncomingMessage,
  response: ServerResponse | undefined,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['http-backend'], { env: gitEnvironment(env) })
    let head: Buffer | undefined = Buffer.alloc(0)
    child.stdout.on('data', (chunk: Buffer) => {
      if (response === undefined) return
      if (head === undefined) {
        response.write(chunk)
        return
      }
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      writeHead(response, head.subarray(0, end).toString('latin1'))
      response.write(head.subarray(end + 4))
      head = undefined
    })
    child.stderr.resume()
    child.on('error', reject)
    child.on('close', () => {
      if (head !== undefined) response?.writeHead(500)
      resolve()
    })
    child.stdin.on('error', () => undefined)
    request.pipe(child.stdin)
  })
}

function writeHead(response: ServerResponse, text: string): void {
  let status = 200
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()]
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10)
    else response.setHeader(name, value)
  }
  response.writeHead(status)
}
