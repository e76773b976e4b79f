/** Events get into the log of a system some time after they happened: the newest are left for the next reading. */
export const settlingMs = 10 * 60_000
