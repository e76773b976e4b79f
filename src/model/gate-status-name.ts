export const gateStatusName = 'countersign/gate'

/** The commit status of the gate, `countersign/gate (main)`: a status belongs to a commit, so each base has its own. */
export const contextFor = (base: string): string => `${gateStatusName} (${base})`

/** Whether a status is that of the gate for a base: GitHub takes names of statuses without regard to case. */
export const isContextOf = (base: string, context: string): boolean =>
  context.toLowerCase() === contextFor(base).toLowerCase()
