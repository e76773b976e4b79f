/** The commit status of the gate is called by this and the base branch, `countersign/gate (main)`: each base has its own. */
export const gateStatusName = 'countersign/gate'
