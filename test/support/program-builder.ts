import type { Located, Place } from '../../src/model/location.ts'
import { startOf } from '../../src/model/location.ts'
import type { ProgramModel } from '../../src/model/program-model.ts'
import type {
  ChangeRequest,
  Control,
  CriterionDecision,
  Deficiency,
  Exception,
  Person,
  Policy,
  Program,
  Risk,
} from '../../src/model/records.ts'
import { readProgram } from '../../src/read/read-program.ts'

const nowhere: Place = { file: 'program.yaml', locate: () => startOf('program.yaml') }
const located = <T>(value: T): Located<T> => ({ value, at: nowhere })
const byId = <T extends { readonly id: string }>(values: readonly T[] = []) =>
  new Map(values.map((value) => [value.id, located(value)]))

export const control = (over: Partial<Control> = {}): Control => ({
  apiVersion: 'countersign/v1',
  kind: 'Control',
  id: 'CTL-A',
  title: 'A control',
  statement: 'It is done.',
  type: 'preventive',
  nature: 'automated',
  frequency: 'per-event',
  owner: 'ana',
  operator: 'the build',
  policies: ['POL-A'],
  criteria: [{ id: 'CC8.1', coverage: 'full' }],
  status: 'operating',
  test: [{ method: 'inspection', steps: 'Look at it.' }],
  ...over,
})

export const program = (over: Partial<Program> = {}): Program => ({
  apiVersion: 'countersign/v1',
  kind: 'Program',
  id: 'PRG-MAIN',
  title: 'SOC 2 program',
  status: 'operating',
  organisation: { name: 'Example', securityLead: 'ana' },
  system: { name: 'Shop' },
  categories: ['CC'],
  reportType: 'type1',
  ...over,
})

export const person = (id: string, accountId?: number): Person => ({
  id,
  name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)} Example`,
  accounts: [{ login: id, ...(accountId === undefined ? {} : { id: accountId }) }],
  type: 'employee',
  start: '2020-01-01',
})

/** What the control above carries out. */
export const policy = (over: Partial<Policy> = {}): Policy => ({
  apiVersion: 'countersign/v1',
  kind: 'Policy',
  id: 'POL-A',
  title: 'A policy',
  version: '1.0.0',
  status: 'effective',
  owner: 'ana',
  body: 'POL-A.md',
  reviewEvery: 'P1Y',
  classification: 'internal',
  ...over,
})

export interface ProgramParts {
  readonly program?: Program
  readonly controls?: readonly Control[]
  readonly decisions?: readonly CriterionDecision[]
  readonly exceptions?: readonly Exception[]
  readonly deficiencies?: readonly Deficiency[]
  readonly people?: readonly Person[]
  readonly policies?: readonly Policy[]
  readonly risks?: readonly Risk[]
  readonly changes?: readonly ChangeRequest[]
  readonly bodies?: ReadonlyMap<string, string>
}

/** A model as the reader would make it, without files. */
export const programModel = (parts: ProgramParts): ProgramModel => ({
  ...readProgram([]).model,
  programs: [located(parts.program ?? program())],
  people: byId(parts.people ?? [person('ana')]),
  policies: byId(parts.policies ?? [policy()]),
  controls: byId(parts.controls),
  decisions: (parts.decisions ?? []).map(located),
  risks: byId(parts.risks),
  changes: byId(parts.changes),
  exceptions: byId(parts.exceptions),
  deficiencies: byId(parts.deficiencies),
  bodies: parts.bodies ?? new Map(),
})
