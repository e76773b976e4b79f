/** Holds one request and its answer against GitHub's own API description. */
import { Ajv, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { type ApiName, type Contract, isObject, type JsonObject } from './contract-file.ts'
import { findOperation, type OperationMatch, parametersOf } from './contract-route.ts'

export interface Exchange {
  readonly method: string
  /** As sent, percent-encoded, without query, API prefix and host. */
  readonly path: string
  readonly query: URLSearchParams
  /** Parsed; undefined where none was sent. */
  readonly requestBody?: unknown
  readonly status: number
  /** Of the answer; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, or the text of another media type; undefined where none was sent. */
  readonly responseBody?: unknown
}

const ERROR_SCHEMA = 'github#/components/schemas/basic-error'

/**
 * What any operation may answer, though the description of most of them does not repeat it.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
const EVERYWHERE = new Set([301, 304, 307, 400, 401, 403, 404, 422, 429, 500, 502, 503])

// ajv-formats is CommonJS: its function is the module itself or its `default`, by who imports it.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule

interface Validators {
  readonly ajv: Ajv
  readonly compiled: Map<string, ValidateFunction>
}

const validators = new Map<ApiName, Validators>()

function validatorsOf(contract: Contract): Validators {
  const known = validators.get(contract.name)
  if (known !== undefined) return known
  const ajv = new Ajv({ strict: false, inlineRefs: false, allErrors: true, logger: false, validateSchema: false })
  ;(addFormats as unknown as (to: Ajv) => void)(ajv)
  ajv.addSchema(contract.document, 'github')
  const made = { ajv, compiled: new Map<string, ValidateFunction>() }
  validators.set(contract.name, made)
  return made
}

/** Schemas are compiled on first use: all of them take seconds, one takes milliseconds. */
function validatorOf(contract: Contract, ref: string): ValidateFunction {
  const { ajv, compiled } = validatorsOf(contract)
  const known = compiled.get(ref)
  if (known !== undefined) return known
  const made = ajv.compile({ $ref: ref })
  compiled.set(ref, made)
  return made
}

const pointer = (...keys: readonly string[]) =>
  `github#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

function schemaProblems(contract: Contract, what: string, ref: string, value: unknown): string[] {
  const validate = validatorOf(contract, ref)
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => `${what}${error.instancePath}: ${error.message ?? 'invalid'}`)
}

/** The description allows names it does not know, and GitHub drops them in silence: a typo would pass. */
function unknownNames(contract: Contract, what: string, schema: unknown, value: unknown): string[] {
  const shapes = shapesOf(contract, schema)
  if (Array.isArray(value)) {
    const items = shapes.find((shape) => shape['items'] !== undefined)?.['items']
    return items === undefined ? [] : value.flatMap((item, at) => unknownNames(contract, `${what}/${at}`, items, item))
  }
  const objects = shapes.filter((shape) => isObject(shape['properties']))
  if (!isObject(value) || objects.length === 0) return []
  if (shapes.some((shape) => shape['additionalProperties'] === true || isObject(shape['additionalProperties'])))
    return []
  const known = new Map(objects.flatMap((shape) => Object.entries(contract.resolved(shape['properties']))))
  return Object.entries(value).flatMap(([name, child]) =>
    known.has(name)
      ? unknownNames(contract, `${what}/${name}`, known.get(name), child)
      : [`${what}: GitHub knows no "${name}" here`],
  )
}

/** A schema and the alternatives and parts it is composed of. */
function shapesOf(contract: Contract, schema: unknown, depth = 0): JsonObject[] {
  const shape = contract.resolved(schema)
  if (depth > 8) return [shape]
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (Array.isArray(shape[key]) ? shape[key] : []))
  return [shape, ...parts.flatMap((part) => shapesOf(contract, part, depth + 1))]
}

function queryProblems(contract: Contract, match: OperationMatch, query: URLSearchParams): string[] {
  const known = parametersOf(contract, match.operation).filter((parameter) => parameter.in === 'query')
  const problems = [...new Set(query.keys())]
    .filter((name) => !known.some((parameter) => parameter.name === name))
    .map((name) => `query: GitHub knows no "${name}" here`)
  for (const { name, required, schema } of known) {
    const value = query.get(name)
    if (value === null) {
      if (required) problems.push(`query: "${name}" is missing`)
      continue
    }
    const { type, enum: choices } = contract.resolved(schema)
    if ((type === 'integer' && !/^-?\d+$/.test(value)) || (type === 'boolean' && !/^(true|false)$/.test(value)))
      problems.push(`query: "${name}" must be ${type}, not "${value}"`)
    if (Array.isArray(choices) && !choices.includes(value))
      problems.push(`query: "${name}" must be one of ${choices.join(', ')}, not "${value}"`)
  }
  return problems
}

function requestBodyProblems(contract: Contract, match: OperationMatch, body: unknown): string[] {
  const { resolved } = contract
  const described = resolved(match.operation['requestBody'])
  const media = resolved(resolved(described['content'])['application/json'])
  if (body === undefined) return described['required'] === true ? ['request: a body is missing'] : []
  // Clients send `{}` where nothing is to be said.
  if (media['schema'] === undefined)
    return isObject(body) && Object.keys(body).length === 0 ? [] : ['request: no body belongs here']
  const ref = pointer('paths', match.template, match.method, 'requestBody', 'content', 'application/json', 'schema')
  return [
    ...schemaProblems(contract, 'request', ref, body),
    ...unknownNames(contract, 'request', media['schema'], body),
  ]
}

function responseProblems(
  contract: Contract,
  match: OperationMatch,
  { status, headers, responseBody }: Exchange,
): string[] {
  const { resolved } = contract
  const responses = resolved(match.operation['responses'])
  const described = responses[String(status)]
  if (described === undefined) {
    if (!EVERYWHERE.has(status)) return [`answer: status ${status} is not described`]
    return status === 304 ? [] : schemaProblems(contract, `answer ${status}`, ERROR_SCHEMA, responseBody)
  }
  const content = resolved(resolved(described)['content'])
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
  if (Object.keys(content).length === 0)
    return responseBody === undefined || status >= 400 ? [] : [`answer ${status}: no body belongs here`]
  if (!(type in content)) return [`answer ${status}: media type "${type}" is not described`]
  if (type !== 'application/json') return []
  if (responseBody === undefined) return [`answer ${status}: a body is missing`]
  // A response may itself be a reference; the pointer must go to where the schema really lies.
  const shared = isObject(described) && typeof described['$ref'] === 'string' ? described['$ref'] : undefined
  const home =
    shared === undefined
      ? ['paths', match.template, match.method, 'responses', String(status)]
      : shared.replace(/^#\//, '').split('/')
  return schemaProblems(contract, `answer ${status}`, pointer(...home, 'content', type, 'schema'), responseBody)
}

/**
 * Checks one request and its answer.
 *
 * @returns what breaks GitHub's description, in plain words; empty where it is kept
 */
export function checkExchange(contract: Contract, exchange: Exchange): string[] {
  const match = findOperation(contract, exchange.method, exchange.path)
  const answer = match === undefined ? [] : responseProblems(contract, match, exchange)
  return [...checkRequest(contract, exchange), ...answer]
}

/** The request's half alone: for exchanges whose answer was spoilt on purpose. */
export function checkRequest(
  contract: Contract,
  { method, path, query, requestBody }: Omit<Exchange, 'status' | 'headers'>,
): string[] {
  const match = findOperation(contract, method, path)
  if (match === undefined) return [`GitHub has no operation ${method.toUpperCase()} ${path}`]
  return [...queryProblems(contract, match, query), ...requestBodyProblems(contract, match, requestBody)]
}
