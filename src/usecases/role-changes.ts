import type { RecordContext } from '../evidence/build-records.ts'
import { RecordRefused } from '../evidence/record.ts'
import { dayOfMerge, roleChangedRecords, roleChanges } from '../evidence/role-changes.ts'
import type { EvidenceRecord } from '../model/evidence.ts'
import type { SourceFile } from '../model/program-model.ts'
import type { History } from '../ports/history.ts'
import { readProgram } from '../read/read-program.ts'
import type { RulesSource } from './judge-pull-request.ts'
import { rulesAt } from './rules-at.ts'

export type RoleRecords =
  | { readonly kind: 'known'; readonly records: readonly EvidenceRecord[] }
  /** What a merge did to roles cannot be told. */
  | { readonly kind: 'not-known'; readonly why: string }

/** More than these at once is no day's work: whoever does that is told to say it in parts. */
const mostChanges = 5000

const none: RoleRecords = { kind: 'known', records: [] }

/**
 * What a merge did to roles, from the files before it and as it left them.
 *
 * @param before files of the commit before the merge
 * @param merged the record of the merge
 */
export async function roleRecords(
  before: RulesSource,
  merged: EvidenceRecord,
  frame: RecordContext,
  history: History,
): Promise<RoleRecords> {
  const { predicate } = merged
  if (predicate.kind !== 'change.merged') return none
  const after = await rulesAt(history, predicate.data.mergeSha)
  if (sameFiles(before.files, after.files)) return none
  const [old, now] = [readProgram(before.files), readProgram(after.files)]
  const unread = unreadRoles(old, before.files) ?? unreadRoles(now, after.files)
  if (unread !== undefined)
    return { kind: 'not-known', why: `${unread} cannot be read, so who holds a role is not known` }
  const timezone = now.model.programs[0]?.value.timezone ?? 'UTC'
  const changes = roleChanges(old.model, now.model, dayOfMerge(predicate, timezone))
  if (changes.length > mostChanges)
    return { kind: 'not-known', why: `it changes ${changes.length} roles; ${mostChanges} are recorded at most` }
  try {
    return { kind: 'known', records: roleChangedRecords(changes, predicate, frame) }
  } catch (error) {
    // The merge itself is recorded whatever becomes of these.
    if (!(error instanceof RecordRefused)) throw error
    return { kind: 'not-known', why: error.message }
  }
}

function sameFiles(one: readonly SourceFile[], other: readonly SourceFile[]): boolean {
  if (one.length !== other.length) return false
  const known = new Map(one.map((file) => [file.path, file]))
  return other.every((file) => {
    const same = known.get(file.path)
    return same !== undefined && 'bytes' in same && 'bytes' in file && Buffer.compare(same.bytes, file.bytes) === 0
  })
}

/** A file with roles and a mistake: taken for empty, everybody in it would seem to have lost every role. */
function unreadRoles({ problems }: ReturnType<typeof readProgram>, files: readonly SourceFile[]): string | undefined {
  const broken = new Set(problems.map(({ at }) => at.file))
  return files.find((file) => {
    if ('unreadable' in file) return true
    return broken.has(file.path) && Buffer.from(file.bytes).includes('Roles')
  })?.path
}
