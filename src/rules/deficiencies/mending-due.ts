import { addDuration, type Day } from '../../model/days.ts'
import type { Deficiency, Program } from '../../model/records.ts'

/** Common practice; the Program record may say otherwise. */
const defaults = { critical: 'P3D', high: 'P7D', medium: 'P30D', low: 'P90D' } as const

const rank = { low: 0, medium: 1, high: 2, critical: 3 } as const

export interface MendingDue {
  /** The last day on which mending is in time. */
  readonly due: Day
  /** The last day that the severity allows; `due` is earlier where the record asks for less time. */
  readonly latest: Day
  readonly why: string
}

/**
 * By when a deficiency has to be mended. Raising the severity starts the time of the new severity on that day; lowering it
 * gives no more time, or a severity could be lowered to win some.
 */
export function mendingDue(deficiency: Deficiency, program: Program | undefined): MendingDue {
  const within = { ...defaults, ...program?.deficiencies?.mendWithin }
  const { opened, severity, severityChanges = [] } = deficiency
  const first = severityChanges[0]?.from ?? severity
  let latest = addDuration(opened, within[first])
  let why = `a ${first} deficiency is mended within ${within[first]}`
  for (const { at, from, to } of severityChanges) {
    if (rank[to] <= rank[from]) continue
    latest = addDuration(at, within[to])
    why = `it became ${to} on ${at}, and a ${to} deficiency is mended within ${within[to]}`
  }
  const own = deficiency.due
  return { due: own !== undefined && own < latest ? own : latest, latest, why }
}
