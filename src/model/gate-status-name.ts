export const gateStatusName = 'countersign/gate'

/** The commit status of the gate, `countersign/gate (main)`: a status belongs to a commit, so each base has its own. */
export const contextFor = (base: string): string => `${gateStatusName} (${base})`
