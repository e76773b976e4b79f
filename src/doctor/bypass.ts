import type { BypassActor } from '../model/posture-facts.ts'

/** Somebody to whom a guard does not apply. */
export interface Bypass {
  /** `Administrators`, `Team 7`. */
  readonly who: string
  readonly mode: BypassActor['mode']
  readonly isAdministrator: boolean
}

/** @see https://docs.github.com/rest/repos/rules: 5 is the role of administrators, 2 maintains, 4 writes */
const roles = new Map<number | null, string>([
  [5, 'Administrators'],
  [2, 'Whoever maintains it'],
  [4, 'Whoever may write'],
])
const kindNames = {
  app: 'App',
  'organisation-admin': 'Owners of the organisation',
  role: 'Role',
  team: 'Team',
  'deploy-key': 'Deploy keys',
  user: 'User',
  unknown: 'Somebody of a kind that is not known',
} as const

export function toBypass({ kind, id, mode }: BypassActor): Bypass {
  const role = kind === 'role' ? roles.get(id) : undefined
  const hasNumber = id !== null && (kind === 'app' || kind === 'team' || kind === 'user' || kind === 'role')
  return {
    who: role ?? (hasNumber ? `${kindNames[kind]} ${id}` : kindNames[kind]),
    mode,
    isAdministrator: kind === 'organisation-admin' || (kind === 'role' && id === 5),
  }
}

const modeNames = {
  always: 'always',
  'pull-request': 'by a pull request',
  exempt: 'without being asked, since the rules do not apply to them',
  unknown: 'in a way that is not known',
} as const

/** Somebody who may get past, as a finding tells it. */
export const bypassText = ({ who, mode }: Bypass, guard: string): string =>
  `${who} may bypass ${guard}, ${modeNames[mode]}`
