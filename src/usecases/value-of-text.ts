import { isMapping, type YamlValue } from '../edit/edit.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { parseYaml } from '../read/parse-yaml.ts'
import { follow, type PlacedSchema, type SchemaNode } from './record-schema.ts'

/**
 * What a person gave for a key, as its schema means it: texts as they are, numbers, true and false; lists as `a,b` or as
 * YAML in brackets, mappings as YAML in braces.
 *
 * @throws Refusal with what is allowed
 */
export function valueOfText(text: string, placed: PlacedSchema, name: string): YamlValue {
  const { node, root } = follow(placed)
  const refuse = (remedy: string) => new Refusal(exitStatus.usage, `${name} cannot be \`${text.slice(0, 60)}\``, remedy)
  if (text.length > 20_000) throw refuse('It is longer than any value may be.')
  const type = typeOf(node)
  if (node.enum !== undefined) {
    const found = node.enum.find((one) => String(one) === text)
    if (found === undefined) throw refuse(`Allowed: ${node.enum.join(', ')}.`)
    return found as YamlValue
  }
  if (type === 'integer' || type === 'number') {
    if (!/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) throw refuse('Give a number.')
    return Number(text)
  }
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw refuse('Allowed: true, false.')
    return text === 'true'
  }
  if (type === 'string') {
    if (node.pattern !== undefined && !new RegExp(node.pattern, 'u').test(text)) throw refuse(meaningOf(node))
    return text
  }
  if (/^\s*[[{]/.test(text)) {
    const data = dataOf(text)
    if (data === undefined) throw refuse('It is not YAML: check brackets, quotes and colons.')
    return data
  }
  if (type === 'array' && node.items !== undefined) {
    const items = { node: node.items, root }
    return text.split(',').map((part) => valueOfText(part.trim(), items, name))
  }
  if (type === undefined) return text
  throw refuse(type === 'array' ? 'Give a list: [a, b].' : 'Give a mapping: {key: value}.')
}

function dataOf(text: string): YamlValue | undefined {
  const { documents, problems } = parseYaml('', `value: ${text}\n`)
  const [document] = documents
  if (problems.length > 0 || document === undefined || document.problems.length > 0) return undefined
  return isMapping(document.data) ? document.data['value'] : undefined
}

/** The JSON type that a schema asks for; undefined where it leaves that open. */
export function typeOf(node: SchemaNode): string | undefined {
  if (typeof node.type === 'string') return node.type
  if (node.pattern !== undefined || node.format !== undefined || typeof node.const === 'string') return 'string'
  return node.properties === undefined ? undefined : 'object'
}

/** What a value means and what is allowed, in one line. */
export function meaningOf(node: SchemaNode): string {
  const allowed = node.enum === undefined ? '' : ` One of ${node.enum.join(', ')}.`
  return `${node.description ?? node.title ?? ''}${allowed}`.trim()
}
