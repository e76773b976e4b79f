/** What values of a view are, as far as they were seen. */
export interface Shape {
  readonly kinds: Set<'text' | 'number' | 'yes or no' | 'nothing'>
  /** Of a group of values: its fields, and how often each was there. */
  fields: Map<string, { readonly shape: Shape; seen: number }> | undefined
  groups: number
  /** Of the entries of a list. */
  entries: Shape | undefined
}

export const emptyShape = (): Shape => ({ kinds: new Set(), fields: undefined, groups: 0, entries: undefined })

/** Adds what a value is to a shape. */
export function addTo(shape: Shape, value: unknown): void {
  if (typeof value === 'string') shape.kinds.add('text')
  else if (typeof value === 'number') shape.kinds.add('number')
  else if (typeof value === 'boolean') shape.kinds.add('yes or no')
  else if (value === undefined || value === null) shape.kinds.add('nothing')
  else if (Array.isArray(value)) {
    shape.entries ??= emptyShape()
    for (const entry of value) addTo(shape.entries, entry)
  } else if (typeof value === 'object') {
    shape.groups += 1
    shape.fields ??= new Map()
    for (const [name, inner] of Object.entries(value)) {
      const field = shape.fields.get(name) ?? { shape: emptyShape(), seen: 0 }
      field.seen += 1
      addTo(field.shape, inner)
      shape.fields.set(name, field)
    }
  } else throw new Error(`a view holds a ${typeof value}`)
}

/** The fields of a shape as a list in Markdown, sorted. */
export function describeFields({ fields, groups }: Shape, depth = 0): readonly string[] {
  return [...(fields ?? [])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { shape, seen }]) => [
      `${'  '.repeat(depth)}- \`${name}\`: ${kindOf(shape)}${seen < groups ? ', not always there' : ''}`,
      ...describeFields(shape, depth + 1),
      ...(shape.entries === undefined ? [] : describeFields(shape.entries, depth + 1)),
    ])
}

function kindOf({ kinds, fields, entries }: Shape): string {
  const parts: string[] = [...kinds].sort()
  if (fields !== undefined) parts.push('group of')
  if (entries !== undefined) {
    const { kinds: inside, fields: inner } = entries
    parts.push(
      inner !== undefined ? 'list of' : inside.size > 0 ? `list of ${[...inside].sort().join(' or ')}` : 'list',
    )
  }
  return parts.join(' or ')
}
