import { startOf } from '../model/location.ts'
import { type Finding, failIfAny, notDetermined, type Outcome, pass } from '../model/outcome.ts'
import { type Bypass, bypassText } from './bypass.ts'
import type { Guard, Guards } from './guards.ts'

/** A finding about the forge: there is no file to point into. */
export const finding = (message: string, more: Pick<Finding, 'hint' | 'severity'> = {}): Finding => ({
  message,
  at: startOf('.'),
  ...more,
})

/** Passes where one guard does it, whatever the others do: the strictest wins. */
export function someGuard({ known, open }: Guards, does: (guard: Guard) => boolean, missing: Finding): Outcome {
  if (known.some(does)) return pass
  const [why] = open
  return why === undefined ? failIfAny([missing]) : notDetermined(why)
}

/**
 * Passes where one of the guards that do it can be bypassed by nobody of those that `matters` picks. Where all can, and it is not
 * known whether there are more guards, nothing is known.
 */
export function bindingGuard(
  guards: Guards,
  does: (guard: Guard) => boolean,
  missing: Finding,
  matters: (bypass: Bypass) => boolean = () => true,
): Outcome {
  const doing = guards.known.filter(does)
  if (doing.length === 0) return someGuard(guards, does, missing)
  const past = doing.map(({ bypass }) => (bypass.known ? bypass.value.filter(matters) : undefined))
  if (past.some((list) => list?.length === 0)) return pass
  const [unread] = doing.flatMap(({ bypass }) => (bypass.known ? [] : [bypass.why]))
  const why = unread ?? guards.open[0]
  if (why !== undefined) return notDetermined(why)
  return failIfAny(doing.flatMap((guard, at) => (past[at] ?? []).map((one) => finding(bypassText(one, guard.name)))))
}

/** Findings first, each once, then what is not known: something that is wrong stays wrong whatever else there may be. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const findings = outcomes.flatMap((outcome) => (outcome.kind === 'fail' ? outcome.findings : []))
  if (findings.length > 0) return failIfAny([...new Map(findings.map((one) => [one.message, one])).values()])
  return (
    outcomes.find(({ kind }) => kind === 'not-determined') ??
    outcomes.find(({ kind }) => kind === 'not-applicable') ??
    pass
  )
}
