import { type Day, dayOf } from '../model/days.ts'
import type { ChangeMerged, EvidenceRecord, PredicateOfKind } from '../model/evidence.ts'
import type { RoleAssignment } from '../model/records.ts'
import { type RoleBook, withInherited } from '../model/role-holders.ts'
import type { RecordContext } from './build-records.ts'
import { keyOf } from './natural-key.ts'
import { makeRecord, toLine, toMoment } from './record.ts'

type Data = PredicateOfKind<'role.changed'>['data']

/** Who was given a role, lost one, or holds it otherwise than before. */
export type RoleChange = Pick<Data, 'change' | 'person' | 'role' | 'privileged' | 'expires'>

/**
 * What a change of the assignments means, one for each person and role, in the order of their ids.
 *
 * granted: an assignment came. revoked: one that had not ended went. changed: its time or its other words are others, or one
 * that was over was tidied away.
 *
 * @param day the day of the change
 */
export function roleChanges(before: RoleBook, after: RoleBook, day: Day): readonly RoleChange[] {
  const [old, now] = [byHolder(before), byHolder(after)]
  const holders = [...new Set([...old.keys(), ...now.keys()])].sort()
  return holders.flatMap((holder): readonly RoleChange[] => {
    const [gone, come] = [old.get(holder) ?? new Map(), now.get(holder) ?? new Map()]
    const removed = [...gone].flatMap(([text, assignment]) => (come.has(text) ? [] : [assignment]))
    const added = [...come].flatMap(([text, assignment]) => (gone.has(text) ? [] : [assignment]))
    const [any] = [...added, ...removed]
    if (any === undefined) return []
    const { person, role } = any
    const book = added.length > 0 ? after : before
    return [
      {
        change: kindOf(added, removed, day),
        person,
        role,
        privileged: book.roles.has(role)
          ? [...withInherited(book, role)].some((id) => book.roles.get(id)?.value.privileged === true)
          : null,
        expires: endOf(added),
      },
    ]
  })
}

function kindOf(added: readonly RoleAssignment[], removed: readonly RoleAssignment[], day: Day): Data['change'] {
  if (removed.length === 0) return 'granted'
  const wasOver = removed.every(({ expires }) => expires !== undefined && expires < day)
  return added.length === 0 && !wasOver ? 'revoked' : 'changed'
}

/** The latest day; null where one has none. */
function endOf(added: readonly RoleAssignment[]): Day | null {
  const days = added.map(({ expires }) => expires)
  if (days.length === 0 || days.includes(undefined)) return null
  return (
    days
      .flatMap((day) => day ?? [])
      .sort()
      .at(-1) ?? null
  )
}

/** The assignments of each person and role by what they say: the order in a file means nothing. */
function byHolder({ assignments }: RoleBook): Map<string, Map<string, RoleAssignment>> {
  const found = new Map<string, Map<string, RoleAssignment>>()
  for (const { value } of assignments) {
    const holder = `${value.person} ${value.role}`
    const own = found.get(holder) ?? new Map<string, RoleAssignment>()
    const said = [value.grantedAt, value.expires, value.requestedAt, value.approvedBy, value.approvedAt]
    found.set(holder, own.set(JSON.stringify([...said, value.reason, value.source]), value))
  }
  return found
}

/**
 * The records of what a merge did to roles. They stand as the merge does: what was not approved was not approved here.
 *
 * @param merged the record of the merge
 * @throws RecordRefused
 */
export function roleChangedRecords(
  changes: readonly RoleChange[],
  merged: ChangeMerged,
  { repositoryId, address, producer, nowMs }: RecordContext,
): readonly EvidenceRecord[] {
  const { pull, mergeSha, author, counted, mergedAt } = merged.data
  const approvers = [...new Map(counted.map(({ id, login }) => [id, { id, login }])).values()].slice(0, 100)
  return changes.map((change) => {
    const record = makeRecord(
      {
        kind: 'role.changed',
        key: keyOf.roleChanged(repositoryId, pull, change.person, change.role, change.change),
        actor: merged.actor,
        occurredAt: mergedAt,
        recordedAt: toMoment(nowMs),
        producer,
        result: merged.result,
        attachments: [],
        data: { ...change, pull, commit: mergeSha, requestedBy: author, approvers },
      },
      address,
      mergeSha,
    )
    toLine(record)
    return record
  })
}

/** The day of a merge, in the time zone of the program. */
export const dayOfMerge = ({ data }: ChangeMerged, timezone: string): Day => dayOf(data.mergedAt, timezone)
