import { kinds } from '../model/kinds.gen.ts'
import type { Located } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import { Problem } from '../model/problem.ts'
import type { AmbiguousScalar, ProgramRecord } from '../model/program-model.ts'
import type { RecordKind, RecordOfKind } from '../model/records.ts'
import { checkSchema } from './check-schema.ts'
import { YamlPlace } from './document-map.ts'
import { idsIn } from './ids-in.ts'
import type { YamlDocument } from './parse-yaml.ts'
import { validatorOf } from './validator-of.ts'

/** What one document of the program turned out to be. */
export interface RecordReading {
  /** undefined where the document has problems that leave nothing sound. */
  readonly record: (ProgramRecord & { readonly at: YamlPlace }) | undefined
  readonly problems: readonly Problem[]
  readonly malformedIds: readonly string[]
  readonly ambiguous: readonly Located<AmbiguousScalar>[]
  readonly dropped: DroppedRows
}

/** By list, the rows of a record that are not in its value because they are broken. */
export type DroppedRows = ReadonlyMap<string, ReadonlySet<number>>

const nothingDropped: DroppedRows = new Map()

const recordKinds = kinds.map(({ kind }) => kind)

const isKind = (kind: unknown): kind is RecordKind =>
  typeof kind === 'string' && recordKinds.includes(kind as RecordKind)

/**
 * By kind, the lists whose rows stand for themselves: a broken row is left out and the others are kept. Rules of a gate
 * do not.
 */
const rowsOf = new Map(
  kinds.map(({ kind, rows }) => [
    kind,
    rows.flatMap(({ list, collection }) => (collection === undefined ? [] : [list])),
  ]),
)

export function readRecord(document: YamlDocument): RecordReading {
  const { data, map } = document
  const place = new YamlPlace(map, 0)
  const broken = (problems: readonly Problem[]): RecordReading => ({
    record: undefined,
    problems,
    malformedIds: idsIn(data),
    ambiguous: [],
    dropped: nothingDropped,
  })
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const what = 'A record is a mapping, and this is not one'
    return broken([
      ...document.problems,
      new Problem('YML-007', map.nameOf(0), what, 'Start with `apiVersion:` and `kind:`.'),
    ])
  }
  const { kind, apiVersion } = data as { kind?: unknown; apiVersion?: unknown }
  // Cases of the gate lie beside its rules and are no record: they say what is expected, and mean nothing to anybody else.
  if (kind === 'GateCases') {
    const faults = checkSchema(validatorOf(kind), data, place).map(({ problem }) => problem)
    return { ...broken([...document.problems, ...faults]), malformedIds: [] }
  }
  const wrongKind = checkKind(kind, apiVersion, place)
  if (wrongKind !== undefined || !isKind(kind)) {
    // A key that was refused or written twice may be the one that is missed here.
    const told = wrongKind === undefined || document.problems.length > 0 ? [] : [wrongKind]
    return broken([...document.problems, ...told])
  }
  const faults = checkSchema(validatorOf(kind), data, place)
  const problems = [...document.problems, ...faults.map(({ problem }) => problem)]
  const ambiguous = document.ambiguous.map(({ row, scalar }) => ({ value: scalar, at: new YamlPlace(map, row) }))
  const toRecord = (value: unknown) =>
    ({ kind, value: value as RecordOfKind[RecordKind], at: place }) as ProgramRecord & { readonly at: YamlPlace }
  if (problems.length === 0)
    return { record: toRecord(data), problems, malformedIds: [], ambiguous, dropped: nothingDropped }
  const rows = rowsOf.get(kind) ?? []
  const inRows = faults.every(({ path: [list, index] }) => rows.includes(String(list)) && typeof index === 'number')
  if (!inRows || document.problems.length > 0) return broken(problems)
  const dropped = new Map<string, Set<number>>()
  for (const { path } of faults) {
    const list = String(path[0])
    dropped.set(list, (dropped.get(list) ?? new Set()).add(Number(path[1])))
  }
  return {
    record: toRecord(withoutRows(data, dropped)),
    problems,
    malformedIds: idsIn(rowsAt(data, dropped)),
    ambiguous: [],
    dropped,
  }
}

function withoutRows(data: object, dropped: DroppedRows): object {
  const copy: Record<string, unknown> = { ...data }
  for (const [list, rows] of dropped) copy[list] = (copy[list] as unknown[]).filter((_row, index) => !rows.has(index))
  return copy
}

function rowsAt(data: object, dropped: DroppedRows): unknown[] {
  return [...dropped].flatMap(([list, rows]) =>
    [...rows].map((row) => (data as Readonly<Record<string, unknown[]>>)[list]?.[row]),
  )
}

function checkKind(kind: unknown, apiVersion: unknown, place: YamlPlace): Problem | undefined {
  const kinds = recordKinds.join(', ')
  if (kind === undefined) {
    const near = apiVersion === undefined ? '' : ' Did you forget it?'
    return new Problem(
      'SCH-005',
      place.locate(),
      'The record has no `kind`',
      `Add \`kind:\` with one of: ${kinds}.${near}`,
    )
  }
  const at = place.locate(['kind'], 'value')
  if (!isKind(kind)) {
    const written = String(typeof kind === 'object' ? 'a mapping or list' : kind).slice(0, 60)
    const guess = nearest(written, recordKinds)
    const remedy = guess === undefined ? `Known kinds: ${kinds}.` : `Did you mean \`${guess}\`?`
    return new Problem('SCH-005', at, `Unknown kind \`${written}\``, remedy)
  }
  if (apiVersion === undefined) {
    const remedy = 'Add `apiVersion: countersign/v1` as its first line.'
    return new Problem('SCH-005', place.locate(), 'The record has no `apiVersion`', remedy)
  }
  if (apiVersion !== 'countersign/v1') {
    const version = place.locate(['apiVersion'], 'value')
    const written = String(typeof apiVersion === 'object' ? 'a mapping or list' : apiVersion).slice(0, 60)
    const remedy = 'This version of Countersign reads `countersign/v1` only.'
    return new Problem('SCH-005', version, `Unknown apiVersion \`${written}\``, remedy)
  }
  return undefined
}
