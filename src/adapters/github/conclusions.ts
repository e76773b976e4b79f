import type { Check } from '../../model/facts.ts'

const conclusions = new Map<unknown, Check['state']>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['startup_failure', 'failure'],
  ['neutral', 'neutral'],
  ['skipped', 'skipped'],
  ['cancelled', 'cancelled'],
  ['timed_out', 'timed-out'],
  ['action_required', 'action-required'],
  ['stale', 'stale'],
])

/** What a check run or a workflow run that has ended came to; one that is not known, or none at all, is `unknown`. */
export const conclusionOf = (value: unknown): Check['state'] => conclusions.get(value) ?? 'unknown'
