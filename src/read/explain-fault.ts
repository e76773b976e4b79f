import type { Location, RecordPath } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import { type Choices, Problem, type ProblemCode } from '../model/problem.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import type { YamlPlace } from './document-map.ts'
/** What the patterns of the schemas mean, by how they begin. */
import forms from './pattern-forms.json' with { type: 'json' }
import { suggestDay, suggestDuration, suggestId } from './suggest-value.ts'

/** One fault of a generated validator (ajv with `verbose`). */
export interface Fault {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  readonly schema?: unknown
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
  readonly propertyName?: string
}

type Said = readonly [code: ProblemCode, at: Location, what: string, remedy: string, related?: [], choices?: Choices]

/**
 * A fault of the schema as a problem: where, what, and what to write instead.
 * @param path where the fault is, from the root of the record
 */
export function explainFault(fault: Fault, path: RecordPath, place: YamlPlace): Problem {
  const parent = fault.parentSchema ?? {}
  const key = path.at(-1)
  const name = typeof key === 'number' ? `Entry ${key + 1}` : key === undefined ? 'The record' : `\`${key}\``
  const described = typeof parent['description'] === 'string' ? ` (${firstSentence(parent['description'])})` : ''
  const at = place.locate(path)
  const value = place.locate(path, 'value')
  const here = value.line === value.endLine && value.column !== value.endColumn ? value : at
  const said = (): Said => {
    switch (fault.keyword) {
      case 'additionalProperties':
        return unknownKey(fault, path, place, parent)
      case 'required':
        return missingKey(fault, at, parent)
      case 'enum':
      case 'const':
        return notAllowed(fault, here, name)
      case 'type':
        return wrongType(fault, here, name, described)
      case 'pattern':
      case 'format':
        return ['SCH-003', here, `${name} has not the right form: ${show(fault.data)}`, formOf(fault, described)]
      case 'minLength':
        return ['SCH-003', here, `${name} is empty`, `Write it or leave the key out${described}.`]
      case 'maxLength':
        return ['SCH-003', here, `${name} is longer than ${String(fault.params['limit'])} characters`, 'Shorten it.']
      case 'minimum':
      case 'maximum':
        return [
          'SCH-003',
          here,
          `${name} is ${show(fault.data)}`,
          `Write a number that is ${fault.keyword === 'minimum' ? 'at least' : 'at most'} ${String(fault.params['limit'])}${described}.`,
        ]
      case 'minItems':
        return ['SCH-003', here, `${name} has too few entries`, `Write at least ${String(fault.params['limit'])}.`]
      case 'maxItems':
        if (fault.params['limit'] === 0) {
          return ['SCH-003', at, `${name} can be a mapping or an empty list`, 'Write `key: value` lines, or `[]`.']
        }
        return [
          'SCH-003',
          at,
          `${name} has more than ${String(fault.params['limit'])} entries`,
          'Split it into several records.',
        ]
      case 'uniqueItems': {
        const second = Math.max(Number(fault.params['i']), Number(fault.params['j']))
        const item = place.locate([...path, second], 'value')
        const list = Array.isArray(fault.data) ? (fault.data as unknown[]) : []
        return ['SCH-003', item, `${name} lists ${show(list[second])} twice`, 'Keep one of them.']
      }
      case 'minProperties': {
        const allowed = keysOf(parent)
        return ['SCH-003', at, `${name} says nothing`, `Write one of its keys at least: ${allowed.join(', ')}.`]
      }
      case 'anyOf': {
        const mapping = Array.isArray(fault.schema)
          ? fault.schema.find((one) => keysOf(one as object).length > 0)
          : undefined
        if (mapping === undefined) return otherForm(fault, here, name, described)
        const allowed = keysOf(mapping as object).join(', ')
        return [
          'SCH-003',
          here,
          `${name} must be a mapping (key: value), but it is ${kindOf(fault.data)}`,
          `Its keys: ${allowed}.`,
        ]
      }
      case 'propertyNames':
        return ['SCH-003', at, `${name} has not the right form`, `Compare it with the schema${described}.`]
      default:
        return otherForm(fault, here, name, described)
    }
  }
  return new Problem(...said())
}

const otherForm = ({ message = 'is not valid' }: Fault, at: Location, name: string, described: string): Said => [
  'SCH-003',
  at,
  `${name} ${message}`,
  `Compare it with the schema${described}.`,
]

const keysOf = (schema: object): readonly string[] =>
  Object.keys(('properties' in schema ? (schema.properties as object | undefined) : undefined) ?? {})

function unknownKey(
  { params }: Fault,
  path: RecordPath,
  place: YamlPlace,
  parent: Readonly<Record<string, unknown>>,
): Said {
  const key = String(params['additionalProperty'])
  const allowed = keysOf(parent)
  const unseen = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/u.exec(key)?.[0]
  if (unseen !== undefined) {
    const name = `U+${(unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    const what = `The key ${show(key)} holds a character that cannot be seen (${name})`
    return ['SCH-001', place.locate([...path, key], 'key'), what, 'Type the key and the blanks before it again.']
  }
  const near = nearest(key, allowed)
  const remedy =
    near === undefined
      ? `Allowed here: ${allowed.join(', ')}; your own keys start with x-.`
      : `Did you mean \`${near}\`? Allowed here: ${allowed.join(', ')}; your own keys start with x-.`
  const where = typeof parent['title'] === 'string' ? ` in ${parent['title']}` : ''
  return ['SCH-001', place.locate([...path, key], 'key'), `Unknown key ${show(key)}${where}`, remedy]
}

function missingKey({ params, data }: Fault, at: Location, parent: Readonly<Record<string, unknown>>): Said {
  const key = String(params['missingProperty'])
  const properties = parent['properties'] as Readonly<Record<string, unknown>> | undefined
  const schema = properties?.[key] as { description?: unknown; enum?: unknown } | undefined
  const who = (data as { id?: unknown } | undefined)?.id
  const title = typeof parent['title'] === 'string' ? parent['title'] : 'This'
  const subject = typeof who === 'string' ? `${title} ${show(who)}` : title
  const allowed = Array.isArray(schema?.enum) ? ` with one of: ${schema.enum.join(', ')}` : ''
  const means = typeof schema?.description === 'string' ? ` ${withStop(schema.description)}` : ''
  return ['SCH-002', at, `${subject} has no \`${key}\``, `Add \`${key}:\`${allowed}.${means}`]
}

function notAllowed({ params, data, parentSchema, keyword }: Fault, at: Location, name: string): Said {
  const allowed = keyword === 'const' ? [params['allowedValue']] : ((params['allowedValues'] as unknown[]) ?? [])
  const meanings = (parentSchema?.['enumDescriptions'] as string[] | undefined) ?? []
  const near = typeof data === 'string' ? nearest(data, allowed.map(String)) : undefined
  const choices = allowed.map((value, index) => {
    const meaning = meanings[index]
    return { value: String(value), ...(meaning === undefined ? {} : { meaning }) }
  })
  const list = choices.map(({ value, meaning }) => (meaning === undefined ? value : `${value} (${meaning})`))
  const described = meanings.length === 0 ? descriptionOf(parentSchema) : ''
  const guess = near === undefined ? '' : `Did you mean \`${near}\`? `
  return [
    'SCH-004',
    at,
    `${name} is ${show(data)}, which is not one of the allowed values`,
    `${guess}Allowed: ${list.join(', ')}.${described}`,
    [],
    { advice: guess.trimEnd(), allowed: choices },
  ]
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a mapping (key: value)',
  null: 'nothing',
}

function wrongType({ params, data }: Fault, at: Location, name: string, described: string): Said {
  const wanted = [params['type']].flat().map(String)
  const names = wanted.map((type) => typeNames[type] ?? type).join(' or ')
  if (data === null) return ['SCH-003', at, `${name} has no value`, `Write ${names}, or leave the key out${described}.`]
  const remedy =
    wanted.includes('string') && (typeof data === 'number' || typeof data === 'boolean')
      ? `Put it in quotes to make it a text${described}.`
      : wanted.includes('array') && typeof data !== 'object'
        ? listOf(data, described)
        : isOneText(data) && !wanted.includes('object')
          ? `Write one value, without brackets: \`${data[0]}\`${described}.`
          : `Write ${names}${described}.`
  return ['SCH-003', at, `${name} must be ${names}, but it is ${kindOf(data)}`, remedy]
}

const isOneText = (data: unknown): data is readonly [string] =>
  Array.isArray(data) && data.length === 1 && typeof data[0] === 'string' && data[0].length <= 64

/** How a text that should be a list is written as one. */
function listOf(data: unknown, described: string): string {
  if (typeof data === 'string' && data.startsWith('-')) return `Put a space after each dash: \`- entry\`${described}.`
  if (typeof data === 'string' && data.endsWith(']')) return `Write the opening [ as well${described}.`
  return `Write it as a list: \`[${show(data).replaceAll('`', '')}]\`${described}.`
}

function formOf({ params, keyword, parentSchema, data }: Fault, described: string): string {
  const text = typeof data === 'string' ? data : ''
  if (params['format'] === 'date') {
    const day = suggestDay(text)
    return `Write ${day === undefined ? 'a day that exists, as YYYY-MM-DD' : `\`${day}\``}${described}.`
  }
  if (params['format'] === 'date-time')
    return `Write a moment with offset, for example 2026-03-02T09:00:00Z${described}.`
  const pattern = String(params['pattern'])
  const guess = pattern.startsWith('^[a-z]') ? suggestId(text) : undefined
  if (guess !== undefined) {
    return `Write the id that People or Roles gives them, for example \`${guess}\`, and not a name or an address.`
  }
  const duration = pattern.startsWith('^P(?=') ? suggestDuration(text) : undefined
  if (duration !== undefined) return `Write \`${duration}\`${described}.`
  const known = forms.find(([start = '']) => pattern.startsWith(start))?.[1]
  if (known !== undefined) return /^\^(?:P|\(\?!)/.test(pattern) ? `${known}.` : `${known}${described}.`
  const prefix = /^\^([A-Z]{3}-)/.exec(pattern)?.[1]
  if (prefix !== undefined) {
    return `Write ${prefix} followed by capital letters, digits and single dashes${described}.`
  }
  const description = parentSchema?.['description']
  return keyword === 'pattern' && typeof description === 'string' ? `Expected: ${withStop(description)}` : 'Correct it.'
}

function kindOf(data: unknown): string {
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'object') return 'a mapping'
  if (typeof data === 'string') return `the text ${show(data)}`
  return typeof data === 'number' ? `the number ${show(data)}` : show(data)
}

/** A value of a person's file, short and between marks. What it holds is escaped where it is printed. */
function show(value: unknown): string {
  const text = redactText(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))
  return `\`${text.length > 60 ? `${text.slice(0, 60)}...` : text}\``
}

/** Without its stop: there is no more room in one line. */
const firstSentence = (text: string): string => text.split('. ')[0]?.replace(/\.$/, '') ?? ''
const withStop = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
const descriptionOf = (schema: Fault['parentSchema']): string =>
  typeof schema?.['description'] === 'string' ? ` ${withStop(schema['description'])}` : ''
