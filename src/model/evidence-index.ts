import type { ChangeMerged, ChangeUnreviewed, EvidenceAccount } from './evidence.ts'
import type { LogRecord } from './log-record.ts'
import type { ProgramModel } from './program-model.ts'
import { personOfAccount } from './role-holders.ts'

/** A record with its place in the log. */
type Placed<T> = T & { readonly index: number }

/** What the log knows about a commit of the protected branch. */
export type CommitEvidence =
  | { readonly kind: 'merged'; readonly record: Placed<ChangeMerged> }
  | { readonly kind: 'unreviewed'; readonly record: Placed<ChangeUnreviewed> }

const known = new WeakMap<readonly LogRecord[], ReadonlyMap<string, CommitEvidence>>()

/** The records of the log by the commits they speak of. Of two about one commit the later one speaks. Made once for each log. */
export function evidenceByCommit(log: readonly LogRecord[]): ReadonlyMap<string, CommitEvidence> {
  const before = known.get(log)
  if (before !== undefined) return before
  const found = new Map<string, CommitEvidence>()
  for (const record of log) {
    if (record.kind === 'change.unreviewed') found.set(record.data.commit, { kind: 'unreviewed', record })
    if (record.kind !== 'change.merged') continue
    for (const sha of [...record.data.landed, record.data.mergeSha]) found.set(sha, { kind: 'merged', record })
  }
  known.set(log, found)
  return found
}

/** The person's name where People knows the account, else the login. Not escaped. */
export function nameOf(model: Pick<ProgramModel, 'people'>, account: Pick<EvidenceAccount, 'id' | 'login'>): string {
  return personOfAccount(model, { id: Number(account.id), login: account.login })?.name ?? account.login
}

/** Id of the person behind an account, where People knows it. */
export const personIdOf = (
  model: Pick<ProgramModel, 'people'>,
  account: Pick<EvidenceAccount, 'id' | 'login'>,
): string | undefined => personOfAccount(model, { id: Number(account.id), login: account.login })?.id
