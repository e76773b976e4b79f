import fc from 'fast-check'

/** A JSON schema, as far as those of facts go. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly minItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly definitions?: Readonly<Record<string, Schema>>
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const instant = fc
  .tuple(
    fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59Z') }),
    fc.constantFrom('Z', '+14:00', '-12:00'),
  )
  .map(([ms, zone]) => new Date(ms).toISOString().replace('Z', zone))

/**
 * Any value that satisfies a schema: whatever is added to it is covered without a word here.
 * @param home the schema in which references begin; others by file name
 * @throws Error for a pattern or a type that is not known here
 */
export function satisfying(schema: Schema, home: Schema, others: ReadonlyMap<string, Schema>): fc.Arbitrary<unknown> {
  const below = (inner: Schema) => satisfying(inner, home, others)
  if (schema.$ref !== undefined) {
    const [file = '', name = ''] = schema.$ref.split('#/definitions/')
    const from = file === '' ? home : others.get(file)
    const found = from?.definitions?.[name]
    if (from === undefined || found === undefined) throw new Error(`there is no ${schema.$ref}`)
    return satisfying(found, from, others)
  }
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(below))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(
        fc.integer({ min: schema.minimum ?? 0, max: 9 }),
        fc.maxSafeNat().filter((one) => one >= (schema.minimum ?? 0)),
      )
    case 'string':
      return textOf(schema)
    case 'array':
      return fc.array(below(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, below(inner)] as const)
      return fc.record(Object.fromEntries(properties), { requiredKeys: [...(schema.required ?? [])] })
    }
    default:
      throw new Error(`a schema of type ${schema.type} is not known`)
  }
}

function textOf({ pattern, format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return instant
  if (pattern === '^[0-9a-f]{40}([0-9a-f]{24})?$')
    return fc.oneof(fc.constantFrom('a'.repeat(40), 'b'.repeat(40)), hex(40), hex(64))
  if (pattern !== undefined) throw new Error(`the pattern ${pattern} is not known`)
  const words = fc.constantFrom(
    'main',
    'ana',
    'ghost',
    '__proto__',
    'acme/ops',
    'compliance/changes/x.yaml',
    '../x',
    'CHG-1',
  )
  return fc.oneof(fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 60) }), words)
}
