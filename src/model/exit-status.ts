import type { GateVerdict, Verdict } from './outcome.ts'

/** Process exit statuses. They are public: never reused, never given a new meaning. */
export const exitStatus = {
  ok: 0,
  violated: 1,
  usage: 2,
  notDetermined: 3,
  integrity: 4,
  notAppended: 5,
  interrupted: 130,
} as const

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]

export const statusOfVerdict = {
  satisfied: exitStatus.ok,
  violated: exitStatus.violated,
  'not-determined': exitStatus.notDetermined,
  'nothing-checked': exitStatus.notDetermined,
} as const satisfies Record<Verdict, ExitStatus>

/** A pull request that no rule concerns is not blocked, and nothing is posted about it. */
export const statusOfGate = {
  approved: exitStatus.ok,
  pending: exitStatus.violated,
  refused: exitStatus.violated,
  'not-determined': exitStatus.notDetermined,
  'not-applicable': exitStatus.ok,
} as const satisfies Record<GateVerdict, ExitStatus>
