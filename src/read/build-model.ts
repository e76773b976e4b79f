import type { Located } from '../model/location.ts'
import type { AmbiguousScalar, DeclaredId, IdKind, ProgramModel, ProgramRecord } from '../model/program-model.ts'
import type {
  AccessGrant,
  ChangeRequest,
  Control,
  CriterionDecision,
  Exception,
  GateRules,
  Person,
  Policy,
  Program,
  Risk,
  RiskRegister,
  Role,
  RoleAssignment,
  SodPair,
  Team,
} from '../model/records.ts'
import type { YamlPlace } from './document-map.ts'
import type { DroppedRows } from './read-record.ts'

export interface PlacedRecord {
  readonly record: ProgramRecord & { readonly at: YamlPlace }
  readonly dropped: DroppedRows
}

export interface ModelParts {
  readonly records: readonly PlacedRecord[]
  readonly bodies: ReadonlyMap<string, string>
  readonly ambiguousScalars: readonly Located<AmbiguousScalar>[]
  readonly malformedIds: ReadonlySet<string>
}

/** Indexes records: every section in reading order, every id with what it names; the first of two equal ids wins. */
export function buildModel({ records, bodies, ambiguousScalars, malformedIds }: ModelParts): ProgramModel {
  const declaredIds: DeclaredId[] = []
  const programs: Located<Program>[] = []
  const people = new Map<string, Located<Person>>()
  const teams = new Map<string, Located<Team>>()
  const roles = new Map<string, Located<Role>>()
  const assignments: Located<RoleAssignment>[] = []
  const accessMatrix: Located<AccessGrant>[] = []
  const sodPairs = new Map<string, Located<SodPair>>()
  const policies = new Map<string, Located<Policy>>()
  const controls = new Map<string, Located<Control>>()
  const decisions: Located<CriterionDecision>[] = []
  const registers: Located<RiskRegister>[] = []
  const risks = new Map<string, Located<Risk>>()
  const changes = new Map<string, Located<ChangeRequest>>()
  const gateRules: Located<GateRules>[] = []
  const exceptions = new Map<string, Located<Exception>>()

  function declare<T extends { readonly id: string }>(kind: IdKind, owner: Located<T>, map?: Map<string, Located<T>>) {
    declaredIds.push({ id: owner.value.id, kind, owner })
    if (map !== undefined && !map.has(owner.value.id)) map.set(owner.value.id, owner)
  }

  for (const { record, dropped } of records) {
    const rows = <T>(list: string, values: readonly T[] | undefined): Located<T>[] => {
      if (values === undefined || values.length === 0) return []
      const gone = dropped.get(list)
      const places = record.at.entries(list).filter((_place, index) => gone?.has(index) !== true)
      return values.flatMap((value, index) => {
        const at = places[index]
        return at === undefined ? [] : [{ value, at }]
      })
    }
    switch (record.kind) {
      case 'Program':
        programs.push(record)
        declare('program', record)
        break
      case 'People':
        for (const row of rows('people', record.value.people)) declare('person', row, people)
        for (const row of rows('teams', record.value.teams)) declare('team', row, teams)
        break
      case 'Roles':
        for (const row of rows('roles', record.value.roles)) declare('role', row, roles)
        assignments.push(...rows('assignments', record.value.assignments))
        accessMatrix.push(...rows('accessMatrix', record.value.accessMatrix))
        for (const row of rows('segregationOfDuties', record.value.segregationOfDuties)) {
          declare('sod-pair', row, sodPairs)
        }
        break
      case 'Policy':
        declare('policy', record, policies)
        break
      case 'Control':
        declare('control', record, controls)
        for (const row of rows('evidence', record.value.evidence)) declare('evidence-requirement', row)
        for (const row of rows('manualEvidence', record.value.manualEvidence)) declare('evidence-requirement', row)
        break
      case 'CriterionDecision':
        decisions.push(record)
        declare('criterion-decision', record)
        break
      case 'RiskRegister':
        registers.push(record)
        declare('risk-register', record)
        for (const row of rows('risks', record.value.risks)) declare('risk', row, risks)
        break
      case 'ChangeRequest':
        declare('change-request', record, changes)
        break
      case 'GateRules':
        gateRules.push(record)
        for (const row of rows('rules', record.value.rules)) declare('gate-rule', row)
        break
      case 'Exception':
        declare('exception', record, exceptions)
        break
    }
  }
  return {
    records: records.map(({ record }) => record),
    declaredIds,
    programs,
    people,
    teams,
    roles,
    assignments,
    accessMatrix,
    sodPairs,
    policies,
    controls,
    decisions,
    registers,
    risks,
    changes,
    gateRules,
    exceptions,
    bodies,
    ambiguousScalars,
    malformedIds,
  }
}
