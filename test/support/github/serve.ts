/** The loopback server: the API with and without `/api/v3`, and git beside it on the same port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isGitPath, serveGit } from './git-http.ts'
import { serveApi } from './serve-api.ts'
import type { World } from './world.ts'

const PREFIX = '/api/v3'

function logGit(world: World, request: IncomingMessage, response: ServerResponse, path: string): void {
  const entry = { method: request.method ?? 'GET', path, operation: 'git', status: 0 }
  world.requests.push(entry)
  response.once('close', () => {
    entry.status = response.statusCode
  })
}

export async function serve(world: World): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', world.url)
    world.load.now += 1
    world.load.most = Math.max(world.load.most, world.load.now)
    response.once('close', () => {
      world.load.now -= 1
    })
    const isApi = url.pathname.startsWith(`${PREFIX}/`)
    const path = isApi ? url.pathname.slice(PREFIX.length) : url.pathname
    const done = isGitPath(path)
      ? serveGit(world, url, request, response)
      : serveApi(world, { path, prefix: isApi ? PREFIX : '', url }, request, response)
    if (isGitPath(path)) logGit(world, request, response, `${path}${url.search}`)
    done.catch((error: unknown) => {
      world.problems.push(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  world.url = `http://127.0.0.1:${address.port}`
  return server
}
