/** Answers one API request: route, faults, access, the operation, its page, and the check against the contract. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { actorOf, credentialOf, demand, seenRepo } from './access.ts'
import type { Answer, Call, Operation } from './call.ts'
import { checkExchange, checkRequest } from './contract-check.ts'
import { isObject, type JsonObject } from './contract-file.ts'
import { findOperation, type OperationMatch } from './contract-route.ts'
import type { Fault } from './faults.ts'
import { operations } from './operations.ts'
import { cutPage, linkHeader } from './page-links.ts'
import { notFound, Refusal } from './refusal.ts'
import { fullName } from './view-repo.ts'
import { type Credential, type LoggedRequest, type Repo, repoNamed, sameName, type World } from './world.ts'

const LARGEST_BODY = 10 * 1024 * 1024

interface Wire {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** GitHub's own links name repositories and teams by number; they mean the same operations. */
function byName(world: World, path: string): string {
  const repo = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  if (repo !== null) {
    const found = world.repos.find((each) => each.id === Number(repo[1]))
    return found === undefined ? path : `/repos/${fullName(found)}${repo[2] ?? ''}`
  }
  const team = /^\/organizations\/\d+\/team\/(\d+)(\/.*)?$/.exec(path)
  const found = team === null ? undefined : world.teams.find((each) => each.id === Number(team[1]))
  return found === undefined ? path : `/orgs/${found.org.login}/teams/${found.slug}${team?.[2] ?? ''}`
}

/** The path in the form that GitHub writes into links. */
function byNumber(world: World, path: string, repo: Repo | undefined): string {
  if (repo !== undefined) return path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo.id}`)
  const team = /^\/orgs\/([^/]+)\/teams\/([^/]+)(\/.*)?$/.exec(path)
  const found = world.teams.find((each) => each.org.login === team?.[1] && each.slug === team?.[2])
  return found === undefined ? path : `/organizations/${found.org.id}/team/${found.id}${team?.[3] ?? ''}`
}

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

function refusalWire(refusal: Refusal): Wire {
  return { status: refusal.status, headers: refusal.headers, body: refusal.body }
}

const nowSeconds = () => Math.floor(Date.now() / 1000)

/** What a fault answers without doing anything; undefined where the operation is done all the same. */
function faultWire(fault: Fault | undefined): Wire | undefined {
  switch (fault?.kind) {
    case 'status':
      return refusalWire(new Refusal(fault.status, fault.message ?? 'Server Error'))
    case 'rate-limit':
      return refusalWire(
        new Refusal(fault.status, 'API rate limit exceeded for installation.', {
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(nowSeconds() + fault.resetInSeconds) },
        }),
      )
    case 'secondary-limit':
      return refusalWire(
        new Refusal(
          fault.status,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          {
            headers: { 'retry-after': String(fault.retryAfterSeconds) },
          },
        ),
      )
    default:
      return undefined
  }
}

/** What a fault makes of the answer to what was done. */
function spoiltWire(fault: Fault | undefined, wire: Wire): Wire {
  if (fault?.kind === 'done-but') return refusalWire(new Refusal(fault.status, 'Server Error'))
  if (fault?.kind === 'missing-page') return { ...wire, body: emptied(wire.body) }
  return fault?.kind === 'body' ? { ...wire, body: fault.change(wire.body) } : wire
}

function emptied(body: unknown): unknown {
  if (Array.isArray(body)) return []
  if (!isObject(body)) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [] : value]))
}

function send(response: ServerResponse, wire: Wire, fault: Fault | undefined): void {
  const text = wire.body === undefined ? '' : JSON.stringify(wire.body)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-reset': String(nowSeconds() + 3600),
    'content-length': String(Buffer.byteLength(text)),
    ...wire.headers,
  }
  response.writeHead(wire.status, headers)
  if (fault?.kind === 'cut') {
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy())
    return
  }
  response.end(text)
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
  const match = findOperation(method, named.pathname)
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
    if (match === undefined) throw notFound()
    fault = world.faults.next(match.operationId, Number(url.searchParams.get('page') ?? 1))
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
  const problems = honest ? checkExchange({ ...said, ...answered }) : checkRequest(said)
  world.problems.push(
    ...problems.slice(0, 20).map((problem) => `${method} ${named.pathname} (${entry.operation}): ${problem}`),
  )
  if (fault?.kind === 'drop') response.destroy()
  else send(response, wire, fault)
}
