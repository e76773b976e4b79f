/** A field of a record that is another than before. */
export interface FieldChange {
  /** In words, from the record down: `criteria, CC8.1, coverage`. */
  readonly field: string
  /** null where it was added, to a list, too. Not escaped. */
  readonly before: string | null
  readonly after: string | null
}

type Value = unknown
type Mapping = Readonly<Record<string, Value>>

const isMapping = (value: Value): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNamed = (value: Value): value is Mapping & { readonly id: string } =>
  isMapping(value) && typeof value['id'] === 'string'

/** `effectiveFrom` -> `effective from`, `ChangeRequest` -> `change request` */
export const inWords = (name: string): string => name.replace(/(?<=[a-z0-9])([A-Z])/g, ' $1').toLowerCase()

/**
 * The fields that differ, in the order of the record; entries of a list by their id where they have one, else as added and
 * removed.
 */
export function fieldChanges(before: object, after: object): readonly FieldChange[] {
  const found: FieldChange[] = []
  compareMappings(before as Mapping, after as Mapping, [], found)
  return found
}

function compareMappings(before: Mapping, after: Mapping, path: readonly string[], found: FieldChange[]): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [own(before, key), own(after, key)]
    compareValues(was, is, [...path, inWords(key)], found)
  }
}

const own = (mapping: Mapping, key: string): Value => (Object.hasOwn(mapping, key) ? mapping[key] : undefined)

function compareValues(before: Value, after: Value, path: readonly string[], found: FieldChange[]): void {
  if (canonical(before) === canonical(after)) return
  if (isMapping(before) && isMapping(after)) compareMappings(before, after, path, found)
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, found)
  else found.push({ field: path.join(', '), before: shownOr(before), after: shownOr(after) })
}

/** One text for one value: the order of keys means nothing, and `"1"` is not `1`. */
const canonical = (value: Value): string =>
  JSON.stringify(value, (_key, one: Value) =>
    isMapping(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  ) ?? ''

const shownOr = (value: Value): string | null => (value === undefined ? null : valueText(value))

function compareLists(
  before: readonly Value[],
  after: readonly Value[],
  path: readonly string[],
  found: FieldChange[],
): void {
  const field = path.join(', ')
  if ([...before, ...after].every(isNamed)) {
    const [were, are] = [byId(before.filter(isNamed)), byId(after.filter(isNamed))]
    for (const id of new Set([...were.keys(), ...are.keys()])) {
      const [was, is] = [were.get(id), are.get(id)]
      if (was !== undefined && is !== undefined) compareMappings(was, is, [...path, id], found)
      else found.push({ field, before: shownOr(was), after: shownOr(is) })
    }
    return
  }
  const [gone, come] = [left(before, after), left(after, before)]
  if (gone.length === 0 && come.length === 0) {
    found.push({ field, before: valueText(before), after: valueText(after) })
    return
  }
  for (const value of gone) found.push({ field, before: value, after: null })
  for (const value of come) found.push({ field, before: null, after: value })
}

const byId = <T extends { readonly id: string }>(list: readonly T[]) => new Map(list.map((one) => [one.id, one]))

/** What stands more often in the first than in the second. */
function left(list: readonly Value[], other: readonly Value[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const value of other.map(canonical)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return list
    .filter((value) => {
      const count = counts.get(canonical(value)) ?? 0
      counts.set(canonical(value), count - 1)
      return count <= 0
    })
    .map(valueText)
}

/** A value in words: `likelihood: rare; impact: minor`. */
function valueText(value: Value): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  if (isMapping(value))
    return Object.entries(value)
      .map(([key, one]) => `${inWords(key)}: ${valueText(one)}`)
      .join('; ')
  return value === undefined ? '' : String(value)
}
