import type { ChangeRequest, GateRules } from './records.ts'

export type ChangeCategory = ChangeRequest['category']

const defaultApprovals: Readonly<Record<ChangeCategory, readonly string[]>> = {
  standard: ['technical_lead'],
  normal: ['technical_lead', 'security_reviewer'],
  emergency: ['on_call_manager'],
}

/** Roles that approve a category; of several records of gate rules, all. A category without one is as normal. */
export function rolesFor(category: ChangeCategory, rules: readonly GateRules[]): readonly string[] {
  const written = rules.flatMap(({ changeApprovals }) => changeApprovals?.[category] ?? [])
  const silent = rules.every(({ changeApprovals }) => changeApprovals?.[category] === undefined)
  const roles = silent ? defaultApprovals[category] : [...new Set(written)]
  return roles.length > 0 || category === 'normal' ? roles : rolesFor('normal', rules)
}
