import type { YamlValue } from '../edit/edit.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { follow, type PlacedSchema, type SchemaNode, stepInto } from './record-schema.ts'
import { meaningOf, valueOfText } from './value-of-text.ts'

/** A key that a record must have and that nobody gave. */
export interface MissingValue {
  /** `inherent.likelihood` */
  readonly path: string
  readonly schema: PlacedSchema
  readonly meaning: string
  /** Ids that it may name, where it names something. */
  readonly candidates: readonly string[]
}

export interface BuildInput {
  readonly model: ProgramModel
  /** What a person gave, by path: `title`, `inherent.likelihood`, `criteria.0.id`. */
  readonly given: ReadonlyMap<string, string>
  /** Day and moment of the run. */
  readonly today: string
  readonly now: string
  /** Values that follow from others, for example the id. */
  readonly derived: ReadonlyMap<string, YamlValue>
}

/**
 * A value that its schema accepts: what was given, defaults of the schema, today for dates of what has just happened, the
 * only thing there is for a reference. Only keys that must be there, or were given, are written, in the order of the schema.
 */
export function buildValue(
  schema: PlacedSchema,
  input: BuildInput,
  path = '',
): { readonly value: YamlValue; readonly missing: readonly MissingValue[] } {
  const { node, root } = follow(schema)
  const text = input.given.get(path)
  if (text !== undefined) return { value: valueOfText(text, schema, path), missing: [] }
  const derived = input.derived.get(path)
  if (derived !== undefined) return { value: derived, missing: [] }
  if (node.const !== undefined) return { value: node.const as YamlValue, missing: [] }
  const given = stepsBelow(path, input.given)
  if (node.default !== undefined && given.length === 0) return { value: node.default as YamlValue, missing: [] }
  if (node.properties !== undefined) {
    const missing: MissingValue[] = []
    const value: Record<string, YamlValue> = {}
    const known = Object.keys(node.properties)
    // Keys that the schema does not know come last; the check of the record names them.
    for (const key of [...known, ...given.filter((step) => !known.includes(step))]) {
      const inside = stepInto({ node, root }, key) ?? { node: {}, root }
      const advice = inside.node['x-new']
      const isAsked = node.required?.includes(key) === true || given.includes(key)
      if (!isAsked && advice !== 'ask') {
        const advised = advisedValue(advice, value, input)
        if (advised !== undefined) value[key] = advised
        continue
      }
      const built = buildValue(withStart(inside, node, key), input, join(path, key))
      value[key] = built.value
      missing.push(...built.missing)
    }
    return { value, missing }
  }
  if (node.items !== undefined) {
    const count = countOf(given, path)
    if (count === 0 && (node.minItems ?? 0) === 0) return { value: [], missing: [] }
    const items = { node: node.items, root }
    const entries = Array.from({ length: Math.min(count, 100) }, (_, index) =>
      buildValue(items, input, join(path, String(index))),
    )
    if (entries.length > 0) {
      return { value: entries.map(({ value }) => value), missing: entries.flatMap(({ missing }) => missing) }
    }
  }
  return impliedValue({ node, root }, input, path)
}

/** Entries of a list that values were given for, by index. @throws Refusal for a step that is no index */
function countOf(steps: readonly string[], path: string): number {
  const wrong = steps.find((step) => !/^\d{1,2}$/.test(step))
  if (wrong !== undefined) {
    const what = `${join(path, wrong).slice(0, 80)} names no entry of a list`
    throw new Refusal(exitStatus.usage, what, `Write ${join(path, '0')} for the first one.`)
  }
  return steps.length === 0 ? 0 : Math.max(...steps.map(Number)) + 1
}

/** What can only be one thing, or else what is missing. */
function impliedValue(schema: PlacedSchema, { model, today, now }: BuildInput, path: string) {
  const { node } = schema
  const happens = node['x-past'] === true || node['x-starts'] === true
  if (happens && node.format === 'date') return { value: today, missing: [] }
  if (happens && node.format === 'date-time') return { value: now, missing: [] }
  const named =
    node['x-references'] ??
    (node.items === undefined ? undefined : follow({ node: node.items, root: schema.root }).node['x-references'])
  const candidates =
    named === undefined
      ? []
      : [...new Set(model.declaredIds.filter(({ kind }) => named.includes(kind)).map(({ id }) => id))]
  const [only] = candidates
  if (only !== undefined && candidates.length === 1 && node.items === undefined) return { value: only, missing: [] }
  return { value: null, missing: [{ path, schema, meaning: meaningOf(node), candidates }] }
}

/** What a new record has besides, as its schema advises. */
function advisedValue(
  advice: string | undefined,
  beside: Readonly<Record<string, YamlValue>>,
  { today }: BuildInput,
): YamlValue | undefined {
  if (advice === 'today') return today
  return advice?.startsWith('same:') === true ? beside[advice.slice('same:'.length)] : undefined
}

/** A date that another one must not precede, or on which somebody acts, is a start: what is made today starts today. */
function withStart(inside: PlacedSchema, mapping: SchemaNode, key: string): PlacedSchema & { node: SchemaNode } {
  const starts = Object.values(mapping.properties ?? {}).some(
    (other) => other['x-not-before'] === key || other['x-act']?.on === key,
  )
  return starts ? { ...inside, node: { ...inside.node, 'x-starts': true } } : inside
}

const join = (path: string, step: string): string => (path === '' ? step : `${path}.${step}`)

/** The next steps below a path that something was given for. */
function stepsBelow(path: string, given: ReadonlyMap<string, string>): string[] {
  const start = path === '' ? '' : `${path}.`
  const below = [...given.keys()].filter((one) => one.startsWith(start) && one.length > start.length)
  return [...new Set(below.map((one) => one.slice(start.length).split('.')[0] ?? ''))]
}
