/** Answers one API request: route, faults, access, the operation, its page, and the check against the contract. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { actorOf, credentialOf, demand, seenRepo } from './access.ts'
import type { Answer, Call, Operation } from './call.ts'
import { checkExchange, checkRequest } from './contract-check.ts'
import { isObject, type JsonObject } from './contract-file.ts'
import { findOperation, type OperationMatch } from './contract-route.ts'
import type { Fault } from './faults.ts'
import { byName, byNumber } from './numbered-paths.ts'
import { operations } from './operations.ts'
import { cutPage, linkHeader } from './page-links.ts'
import { notFound, Refusal } from './refusal.ts'
import { faultWire, refusalWire, send, spoiltWire, type Wire } from './wire.ts'
import { type Credential, type LoggedRequest, type Repo, repoNamed, sameName, type World } from './world.ts'

const LARGEST_BODY = 10 * 1024 * 1024

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > LARGEST_BODY) throw new Refusal(413, 'Payload too large')
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal(400, 'Problems parsing JSON')
  }
}

/** Where a repository was renamed, GitHub sends the client to its number. */
function wantedRepo(world: World, match: OperationMatch, credential: Credential | undefined, prefix: string, url: URL) {
  const [owner, name] = [match.params.get('owner'), match.params.get('repo')]
  if (owner === undefined || name === undefined) return undefined
  const found = repoNamed(world, owner, name)
  if (found !== undefined) return seenRepo(world, found, credential)
  const renamed = world.repos.find(
    (repo) => sameName(repo.owner.login, owner) && repo.formerNames.some((former) => sameName(former, name)),
  )
  const repo = seenRepo(world, renamed, credential)
  const location = `${world.url}${prefix}${byNumber(world, url.pathname, repo)}${url.search}`
  throw new Refusal(match.method === 'get' ? 301 : 307, 'Moved Permanently', { headers: { location } })
}

function callOf(
  world: World,
  match: OperationMatch,
  {
    url,
    prefix,
    body,
    credential,
    repo,
  }: { url: URL; prefix: string; body: unknown; credential: Credential | undefined; repo: Repo | undefined },
): Call {
  const fields: JsonObject = isObject(body) ? body : {}
  return {
    world,
    credential,
    actor: () => actorOf(credential),
    repo: () => {
      if (repo === undefined) throw notFound()
      return repo
    },
    param: (name) => match.params.get(name) ?? '',
    number: (name) => Number(match.params.get(name)),
    query: (name) => url.searchParams.get(name) ?? undefined,
    body: fields,
    text: (name, otherwise) => {
      const value = fields[name]
      return typeof value === 'string' ? value : otherwise
    },
    address: (query) => {
      const next = new URLSearchParams(url.searchParams)
      for (const [name, value] of Object.entries(query)) next.set(name, value)
      return `${world.url}${prefix}${byNumber(world, url.pathname, repo)}?${next}`
    },
  }
}

async function toWire(call: Call, answer: Answer, query: URLSearchParams): Promise<Wire> {
  if ('status' in answer) return { status: answer.status, headers: answer.headers ?? {}, body: answer.body }
  const cut = cutPage(answer.items.length, query, answer.perPage)
  const link = linkHeader(cut, call.address)
  const body = await answer.show(answer.items.slice(cut.start, cut.end))
  return { status: 200, headers: link === undefined ? {} : { link }, body }
}

async function answerOf(
  world: World,
  operation: Operation | undefined,
  match: OperationMatch,
  at: {
    readonly url: URL
    readonly prefix: string
    readonly body: unknown
    readonly authorization: string | undefined
  },
): Promise<Wire> {
  const credential = credentialOf(world, at.authorization)
  const repo = wantedRepo(world, match, credential, at.prefix, at.url)
  if (operation === undefined) {
    world.problems.push(`${match.operationId}: GitHub offers it, this stand-in does not`)
    throw notFound()
  }
  const paging = ['page', 'per_page']
  const ignored = [...at.url.searchParams.keys()].filter((name) => ![...operation.query, ...paging].includes(name))
  if (ignored.length > 0) world.problems.push(`${match.operationId}: this stand-in does not heed ${ignored.join(', ')}`)
  demand(world, operation, credential, repo)
  const call = callOf(world, match, { ...at, credential, repo })
  return await toWire(call, await operation.answer(call), at.url.searchParams)
}

/** @param path  without the API prefix, percent-encoded */
export async function serveApi(
  world: World,
  { path, prefix, url }: { readonly path: string; readonly prefix: string; readonly url: URL },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const named = new URL(url)
  named.pathname = byName(world, path)
  const match = findOperation(world.contract, method, named.pathname)
  const entry: LoggedRequest = {
    method,
    path: `${path}${url.search}`,
    operation: match?.operationId ?? 'unknown',
    status: 0,
  }
  world.requests.push(entry)

  let body: unknown
  let wire: Wire
  let fault: Fault | undefined
  try {
    body = await readBody(request)
    if (request.headers['user-agent'] === undefined)
      throw new Refusal(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      )
    if (match === undefined) throw notFound()
    fault = world.faults.next(match.operationId, Number(url.searchParams.get('page') ?? 1), entry.path)
    if (fault?.kind === 'delay')
      await new Promise((resolve) => setTimeout(resolve, fault?.kind === 'delay' ? fault.ms : 0))
    const at = { url: named, prefix, body, authorization: request.headers.authorization }
    wire = faultWire(fault) ?? spoiltWire(fault, await answerOf(world, operations().get(match.operationId), match, at))
  } catch (error) {
    if (error instanceof Refusal) wire = refusalWire(error)
    else {
      // A mistake in the stand-in must fail the test and not look like GitHub being down.
      world.problems.push(
        `${entry.operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
      wire = refusalWire(new Refusal(500, 'Server Error'))
    }
  }

  entry.status = wire.status
  const said = { method, path: named.pathname, query: url.searchParams, requestBody: body }
  const answered = { status: wire.status, headers: { 'content-type': 'application/json' }, responseBody: wire.body }
  const honest = fault === undefined || fault.kind === 'delay'
  const problems = honest ? checkExchange(world.contract, { ...said, ...answered }) : checkRequest(world.contract, said)
  world.problems.push(
    ...problems.slice(0, 20).map((problem) => `${method} ${named.pathname} (${entry.operation}): ${problem}`),
  )
  if (fault?.kind === 'drop') response.destroy()
  else send(response, wire, fault)
}
