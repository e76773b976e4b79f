import { isContextOf } from '../model/gate-status-name.ts'
import type { Guard } from './guards.ts'

/** Whether a guard of a branch waits for the status of the gate. */
export const requiresGate =
  (branch: string) =>
  ({ statuses }: Guard): boolean =>
    statuses.some(({ context }) => isContextOf(branch, context))
