/** Which operation of GitHub's API a method and a path mean. */
import type { ApiName, Contract, JsonObject } from './contract-file.ts'

export interface OperationMatch {
  readonly operationId: string
  readonly method: string
  readonly template: string
  readonly operation: JsonObject
  /** Decoded values of the path's parameters. */
  readonly params: ReadonlyMap<string, string>
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: unknown
  readonly manySegments: boolean
}

interface Template {
  readonly path: string
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly literals: number
  readonly method: string
  readonly operation: JsonObject
}

export function parametersOf({ resolved }: Contract, operation: JsonObject): Parameter[] {
  const list = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  return list.map(resolved).map((parameter) => ({
    name: String(parameter['name']),
    in: String(parameter['in']),
    required: parameter['required'] === true,
    schema: parameter['schema'],
    manySegments: parameter['x-multi-segment'] === true,
  }))
}

function templateOf(contract: Contract, path: string, method: string, operation: JsonObject): Template {
  const parameters = new Map(parametersOf(contract, operation).map((parameter) => [parameter.name, parameter]))
  const names: string[] = []
  const source = path.split('/').map((segment) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1]
    if (name === undefined) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(name)
    const parameter = parameters.get(name)
    if (parameter?.manySegments === true) return '(.+)'
    return contract.resolved(parameter?.schema)['type'] === 'integer' ? '(\\d+)' : '([^/]+)'
  })
  const literals = source.filter((part) => !part.startsWith('(')).length
  return { path, pattern: new RegExp(`^${source.join('/')}$`), names, literals, method, operation }
}

const templates = new Map<ApiName, Template[]>()

/** All operations, the most literal path first, so that `pulls/comments` is not a pull request's number. */
function allTemplates(contract: Contract): Template[] {
  const known = templates.get(contract.name)
  if (known !== undefined) return known
  const made = [...contract.paths]
    // An old spelling of `{basehead}` with two parameters in one segment; both mean the same operation.
    .filter(([path]) => !path.includes('}...{'))
    .flatMap(([path, item]) => [...item].map(([method, operation]) => templateOf(contract, path, method, operation)))
    .sort((a, b) => b.literals - a.literals)
  templates.set(contract.name, made)
  return made
}

/** @param path  path as sent, percent-encoded, without query, API prefix and host */
export function findOperation(contract: Contract, method: string, path: string): OperationMatch | undefined {
  const wanted = method.toLowerCase()
  for (const template of allTemplates(contract)) {
    if (template.method !== wanted) continue
    const values = template.pattern.exec(path)?.slice(1)
    if (values === undefined) continue
    const params = new Map(template.names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]))
    const { operation, path: templatePath } = template
    return { operationId: String(operation['operationId']), method: wanted, template: templatePath, operation, params }
  }
  return undefined
}

/** Throws where GitHub has no operation of this name. */
export function operationNamed(
  contract: Contract,
  operationId: string,
): { readonly method: string; readonly template: string } {
  const found = allTemplates(contract).find((template) => template.operation['operationId'] === operationId)
  if (found === undefined) throw new Error(`GitHub's API has no operation ${operationId}`)
  return { method: found.method, template: found.path }
}
