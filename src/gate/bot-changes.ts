import type { ForgeAccount, PullRequestFacts } from '../model/facts.ts'
import { isMachineOfEverybody } from '../model/machine-accounts.ts'
import type { BotChange, GateRules } from '../model/records.ts'
import { isSameLogin } from '../model/role-holders.ts'
import { filesOf } from './changed-files.ts'
import { areCommitsSigned } from './commit-signatures.ts'
import { staysWithin } from './condition-modes.ts'

/**
 * Rules that ask for fewer approvals because a machine alone made the change, with the number. A change that some person may
 * have touched is none: every commit, signed and verified, and every push must be the machine's, every file within the paths,
 * and the update no larger than allowed by what the signed commits say. Whatever is not known leaves the rules as they are.
 */
export function fewerApprovals(rules: readonly GateRules[], facts: PullRequestFacts): ReadonlyMap<string, number> {
  const fewer = new Map<string, number>()
  for (const change of rules.flatMap(({ botChanges = [] }) => botChanges)) {
    if (!isMadeBy(change, facts)) continue
    for (const rule of change.insteadOf) fewer.set(rule, Math.max(change.approvals, fewer.get(rule) ?? 0))
  }
  return fewer
}

const updates = ['patch', 'minor', 'major'] as const

function isMadeBy({ machines, paths, update }: BotChange, facts: PullRequestFacts): boolean {
  const { pull, commits, headChanges } = facts
  const isMachine = (account: ForgeAccount | null) =>
    account !== null &&
    account.type === 'bot' &&
    machines.some((login) => isSameLogin(login, account.login)) &&
    !isMachineOfEverybody(account.login)
  if (!isMachine(pull.author) || pull.requestedBy !== null) return false
  if (!commits.known || areCommitsSigned(facts) !== true) return false
  if (!commits.value.some(({ sha }) => sha === pull.head.sha)) return false
  const ownCommits = commits.value.every(
    ({ parties }) => parties.some(({ as }) => as === 'author') && parties.every(({ account }) => isMachine(account)),
  )
  if (!ownCommits || !headChanges.known) return false
  const moves = headChanges.value.filter(({ kind }) => kind !== 'base-changed')
  if (moves.length === 0 || !moves.every(({ by }) => isMachine(by))) return false
  const files = filesOf(facts)
  if (typeof files === 'string' || staysWithin(paths, files) !== true) return false
  if (update === undefined) return true
  return commits.value.every(
    ({ updateType }) => updateType !== null && updates.indexOf(updateType) <= updates.indexOf(update),
  )
}
