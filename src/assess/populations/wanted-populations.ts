import type { Scalar } from '../../model/log-record.ts'
import type { Control } from '../../model/records.ts'
import { isPeriodic } from '../expected-intervals.ts'

export type PopulationName = NonNullable<Control['population']>
type EvidenceKind = NonNullable<Control['evidence']>[number]['records']['kind']

/** Which records a requirement of the control speaks of: items that it does not speak of are left out, with the reason. */
export interface RecordFilter {
  readonly requirement: string
  readonly kind: EvidenceKind
  readonly where: Readonly<Record<string, Scalar>>
}

/** A population that a control acts on. */
export interface WantedPopulation {
  readonly name: PopulationName
  /** Why this one, in words. */
  readonly why: string
  /** Requirements that lead to it; empty where the control names it. */
  readonly filters: readonly RecordFilter[]
}

export interface WantedPopulations {
  /** The first is the one that a sample is drawn from unless another is asked for. */
  readonly wanted: readonly WantedPopulation[]
  /** Requirements that say nothing of what they act on, each with the reason. */
  readonly undetermined: readonly string[]
}

/** What kinds of records are about. A kind that is not here is about no items that somebody could list. */
const populationOfKind: Partial<Record<EvidenceKind, PopulationName>> = {
  'change.decision': 'changes',
  'change.merged': 'changes',
  'change.unreviewed': 'changes',
  'audit.window': 'changes',
  deployment: 'deployments',
  'environment.approval': 'deployments',
  'role.changed': 'role-changes',
}

const datasets: ReadonlySet<string> = new Set<PopulationName>([
  'access-list',
  'activity',
  'tokens',
  'sessions',
  'leavers',
  'alert-rules',
  'alerts',
  'findings',
  'settings',
  'teams',
])

export const isDataset = (name: PopulationName): boolean => datasets.has(name)

/**
 * The populations of a control: the one that it names, then those that its evidence requirements speak of. What is expected
 * by the calendar is a population, too: the occurrences. A requirement for each event of a kind that nothing lists has
 * none, and that is said.
 */
export function wantedPopulations(control: Control): WantedPopulations {
  const found = new Map<PopulationName, { readonly why: string; readonly filters: RecordFilter[] }>()
  const undetermined: string[] = []
  if (control.population !== undefined)
    found.set(control.population, { why: `${control.id} names it as its population`, filters: [] })
  const add = (name: PopulationName, why: string, filter: RecordFilter | undefined) => {
    const known = found.get(name)
    if (known === undefined) found.set(name, { why, filters: filter === undefined ? [] : [filter] })
    else if (filter !== undefined) known.filters.push(filter)
  }
  for (const { id, records, frequency } of control.evidence ?? []) {
    const filter = { requirement: id, kind: records.kind, where: records.where ?? {} }
    const dataset = records.kind === 'collection.window' ? records.where?.['dataset'] : undefined
    const name = populationOfKind[records.kind] ?? (isDatasetName(dataset) ? dataset : undefined)
    if (name !== undefined) add(name, `${id} asks for ${records.kind} records`, filter)
    // Who is in the list is one question, and whether it was read each week another.
    if (isPeriodic(frequency) && (name === undefined || isDataset(name)))
      add('occurrences', `${id} is expected ${frequency}`, filter)
    else if (name === undefined)
      undetermined.push(`${id} asks for a ${records.kind} record ${inWords(frequency)}, and nothing lists those events`)
  }
  for (const { id, frequency } of control.manualEvidence ?? []) {
    const filter = { requirement: id, kind: 'attestation', where: { requirement: id } } as const
    if (isPeriodic(frequency)) add('occurrences', `${id} is expected ${frequency}`, filter)
    else undetermined.push(`${id} asks for a statement ${inWords(frequency)}, and nothing lists those events`)
  }
  return { wanted: [...found].map(([name, one]) => ({ name, ...one })), undetermined }
}

const isDatasetName = (value: unknown): value is PopulationName => typeof value === 'string' && datasets.has(value)
const inWords = (frequency: string): string => frequency.replaceAll('-', ' ')
