import type { Day } from '../model/days.ts'

/** Type I looks at a day. Type II looks at a period, as far as it has gone. */
export type Basis =
  | { readonly kind: 'date'; readonly asOf: Day }
  | { readonly kind: 'period'; readonly asOf: Day; readonly start: Day; readonly end: Day }
