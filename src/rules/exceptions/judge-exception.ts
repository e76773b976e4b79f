import { addDuration } from '../../model/days.ts'
import type { Place, RecordPath } from '../../model/location.ts'
import { failIfAny, type Outcome } from '../../model/outcome.ts'
import type { Exception } from '../../model/records.ts'
import { rolesOn } from '../../model/role-holders.ts'
import type { RuleContext } from '../rule-context.ts'

export interface ExceptionFault {
  readonly message: string
  readonly path: RecordPath
  readonly hint?: string
}

/** Faults as findings at the places where they were written; no fault is a pass. */
export const outcomeOf = (faults: readonly (ExceptionFault | undefined)[], at: Place): Outcome =>
  failIfAny(
    faults
      .filter((fault) => fault !== undefined)
      .map(({ message, path, hint }) => ({
        message,
        at: path.length === 0 ? at.locate() : at.locate(path),
        ...(hint === undefined ? {} : { hint }),
      })),
  )

const maximumDefaults = { critical: 'P30D', high: 'P90D', medium: 'P180D', low: 'P365D' } as const

/** EXC-001: it ends, and not later than its severity allows. */
export function faultOfTerm(
  { id, start, expires, severity }: Exception,
  { program }: RuleContext,
): ExceptionFault | undefined {
  if (expires === undefined) return { message: `${id} has no last day`, path: ['expires'] }
  const maximum = program?.exceptions?.maximum?.[severity] ?? maximumDefaults[severity]
  const latest = addDuration(start, maximum)
  if (expires <= latest) return undefined
  return {
    message: `${id} lasts until ${expires}; an exception of severity ${severity} lasts at most ${maximum}`,
    path: ['expires'],
    hint: `the last possible day is ${latest}`,
  }
}

/** EXC-002: its last day has not passed. */
export function faultOfExpiry({ id, expires }: Exception, { asOf }: RuleContext): ExceptionFault | undefined {
  if (expires === undefined || expires >= asOf) return undefined
  return { message: `${id} expired on ${expires} and waives nothing any more`, path: ['expires'] }
}

/** EXC-003: somebody with authority approved it, and not who asked. */
export function faultOfApproval(
  { id, approvedBy, requestedBy, start }: Exception,
  { model, program }: RuleContext,
): ExceptionFault | undefined {
  if (approvedBy === undefined) return { message: `${id} names nobody who approved it`, path: ['approvedBy'] }
  if (approvedBy === requestedBy) {
    return { message: `${approvedBy} asked for ${id} and cannot approve it`, path: ['approvedBy'] }
  }
  const roles = program?.exceptions?.approvers
  if (roles === undefined) {
    const lead = program?.organisation.securityLead
    if (approvedBy === lead) return undefined
    return {
      message: `${approvedBy} has no authority to approve ${id}`,
      path: ['approvedBy'],
      hint: `without \`exceptions.approvers\` in the program only its security lead may${lead === undefined ? '' : `: ${lead}`}`,
    }
  }
  const held = rolesOn(model, approvedBy, start)
  if (roles.some((role) => held.has(role))) return undefined
  return {
    message: `${approvedBy} held no role on ${start} that may approve ${id}`,
    path: ['approvedBy'],
    hint: `roles that may: ${roles.join(', ')}`,
  }
}

const everything = /^(?:all|any|every|everything|everyone|each)$/i

/** EXC-004: it says exactly what it covers. */
export function faultsOfScope({ id, resources, control, rule }: Exception): ExceptionFault[] {
  const open = resources.flatMap((resource, index) =>
    /[*?]/.test(resource) || everything.test(resource.trim())
      ? [{ message: `${id} covers \`${resource}\`, which names nothing in particular`, path: ['resources', index] }]
      : [],
  )
  if (control !== undefined || rule !== undefined) return open
  return [{ message: `${id} names neither the control nor the rule that it departs from`, path: [] }, ...open]
}

/** Everything that keeps an exception from being valid on the day of the check. */
export function faultsOf(exception: Exception, context: RuleContext): ExceptionFault[] {
  const single = [
    faultOfTerm(exception, context),
    faultOfExpiry(exception, context),
    faultOfApproval(exception, context),
  ].flatMap((fault) => fault ?? [])
  return [...single, ...faultsOfScope(exception)]
}
