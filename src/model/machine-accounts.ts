/** Whoever may push a branch has a workflow act, and sign, as this one: what it made, anybody may have made. */
const ofEverybody: ReadonlySet<string> = new Set(['github-actions', 'github-actions[bot]'])

export const isMachineOfEverybody = (login: string): boolean => ofEverybody.has(login.toLowerCase())
