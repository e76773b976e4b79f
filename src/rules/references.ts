import type { Place, RecordPath } from '../model/location.ts'
import type { IdKind, ProgramModel } from '../model/program-model.ts'
import { bodyPath } from '../read/read-policy-bodies.ts'
import type { Reference } from './define-rule.ts'

const person: readonly IdKind[] = ['person']
const role: readonly IdKind[] = ['role']
const personOrRole: readonly IdKind[] = ['person', 'role']
const policy: readonly IdKind[] = ['policy']
const control: readonly IdKind[] = ['control']
const risk: readonly IdKind[] = ['risk']

/** Every place where a record names another one. */
export function referencesIn(model: ProgramModel): Reference[] {
  const found: Reference[] = []
  const collector = (from: string, at: Place) => {
    const one = (path: RecordPath, id: string | undefined, kinds: readonly IdKind[]) => {
      if (id !== undefined) found.push({ from, at, path, id, kinds })
    }
    const many = (path: RecordPath, ids: readonly string[] | undefined, kinds: readonly IdKind[]) => {
      for (const [index, id] of (ids ?? []).entries()) one([...path, index], id, kinds)
    }
    return { one, many }
  }
  for (const { value, at } of model.programs) {
    const { one, many } = collector(value.id, at)
    one(['organisation', 'securityLead'], value.organisation.securityLead, person)
    for (const band of ['low', 'medium', 'high', 'critical'] as const) {
      many(['risk', 'acceptance', band, 'roles'], value.risk?.acceptance?.[band]?.roles, role)
    }
    many(['exceptions', 'approvers'], value.exceptions?.approvers, role)
  }
  for (const { value, at } of model.people.values()) collector(value.id, at).one(['manager'], value.manager, person)
  for (const { value, at } of model.teams.values()) collector(value.id, at).many(['members'], value.members, person)
  for (const { value, at } of model.roles.values()) {
    const { many } = collector(value.id, at)
    many(['inherits'], value.inherits, role)
    many(['grantApprovers'], value.grantApprovers, role)
  }
  for (const { value, at } of model.assignments) {
    const { one } = collector(`The assignment of ${value.role} to ${value.person}`, at)
    one(['role'], value.role, role)
    one(['person'], value.person, person)
    one(['approvedBy'], value.approvedBy, person)
  }
  for (const { value, at } of model.accessMatrix) {
    collector(`The access to ${value.resource}`, at).one(['role'], value.role, role)
  }
  for (const { value, at } of model.sodPairs.values()) collector(value.id, at).many(['roles'], value.roles, role)
  for (const { value, at } of model.policies.values()) {
    const { one, many } = collector(value.id, at)
    one(['owner'], value.owner, personOrRole)
    many(['approvedBy'], value.approvedBy, person)
    one(['supersedes'], value.supersedes, policy)
    one(['body'], bodyPath({ value, at }), [])
  }
  for (const { value, at } of model.controls.values()) {
    const { one, many } = collector(value.id, at)
    one(['owner'], value.owner, personOrRole)
    one(['reviewer'], value.reviewer, personOrRole)
    many(['policies'], value.policies, policy)
    many(['risks'], value.risks, risk)
    many(['dependsOn'], value.dependsOn, control)
  }
  for (const { value, at } of model.decisions) collector(value.id, at).one(['approvedBy'], value.approvedBy, person)
  for (const { value, at } of model.risks.values()) {
    const { one, many } = collector(value.id, at)
    one(['owner'], value.owner, person)
    many(['controls'], value.controls, control)
    for (const [index, { owner }] of (value.plan ?? []).entries()) one(['plan', index, 'owner'], owner, personOrRole)
    one(['acceptance', 'by'], value.acceptance?.by, person)
    one(['parent'], value.parent, risk)
  }
  for (const { value, at } of model.changes.values()) {
    const { one, many } = collector(value.id, at)
    one(['requestedBy'], value.requestedBy, person)
    one(['plannedDeployer'], value.plannedDeployer, person)
    many(['approvers'], value.approvers, person)
    many(['risks'], value.risks, risk)
  }
  for (const { value, at } of model.gateRules) {
    const { many } = collector('The gate', at)
    for (const category of ['standard', 'normal', 'emergency'] as const) {
      many(['changeApprovals', category], value.changeApprovals?.[category], role)
    }
    for (const [index, { require }] of value.rules.entries()) {
      const source = require?.from
      if (source === undefined || 'length' in source) continue
      const path = ['rules', index, 'require', 'from']
      many([...path, 'users'], source.users, person)
      many([...path, 'teams'], source.teams, ['team'])
      many([...path, 'roles'], source.roles, role)
    }
  }
  for (const { value, at } of model.exceptions.values()) {
    const { one, many } = collector(value.id, at)
    one(['control'], value.control, control)
    one(['risk'], value.risk, risk)
    many(['compensatingControls'], value.compensatingControls, control)
    one(['requestedBy'], value.requestedBy, person)
    one(['approvedBy'], value.approvedBy, person)
  }
  return found
}
