import type { RecordPath } from '../../model/location.ts'
import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import type { Revision } from '../../read/record-history.ts'
import { defineRule } from '../define-rule.ts'
import { approvalsOf } from '../logged-history.ts'

export const claimedApprovalIsProven = defineRule({
  id: 'REF-011',
  name: 'claimed-approval-is-proven',
  title: 'Whoever is named as approver approved the pull request that brought the record',
  subject: 'claim',
  severity: 'error',
  rationale:
    'Anybody can type a name. The approval of a risk, an exception or a policy is the review that the gate counted, on the pull request that brought what is claimed.',
  remedy: 'Let the person named approve the record in a pull request, or name the person who did.',
  criteria: ['CC2.1', 'CC5.3'],
  since: '0.2.0',
  needs: 'log',

  check({ from, person, at, path }, { model, logged }) {
    const all = logged.revisions.get(from) ?? []
    if (all.length === 0 || all.at(-1)?.digest !== logged.digests.get(from)) {
      return notApplicable('what is checked is not on the protected branch yet')
    }
    // The claim came with the first of the last revisions that hold it; any of them that the person approved proves it.
    const since = all.findLastIndex((revision) => !holds(revision, path, person)) + 1
    const claimed = all.slice(since)
    let unknown: Revision | undefined
    for (const revision of claimed) {
      const known = logged.byCommit.get(revision.commit.sha)
      if (known === undefined) unknown ??= revision
      if (known?.kind !== 'merged' || known.record.data.verdict !== 'approved') continue
      if (approvalsOf(model, known.record).some((approval) => approval.person === person)) return pass
    }
    if (unknown !== undefined) {
      return notDetermined(`the log says nothing about commit ${unknown.commit.sha.slice(0, 12)}, which claims it`)
    }
    return failIfAny([
      { ...finding(from, person, claimed[0]), at: at.locate(path, 'value'), related: related(claimed[0]) },
    ])

    function related(revision: Revision | undefined) {
      const known = revision === undefined ? undefined : logged.byCommit.get(revision.commit.sha)
      if (known === undefined) return []
      return [{ at: logged.placeOf(known.record.index).locate(), message: 'what brought the claim, as the log has it' }]
    }
  },
})

const finding = (from: string, person: string, revision: Revision | undefined) => ({
  message: `${from} names ${person} as who approved it, and no approval by ${person} is in the log${revision === undefined ? '' : ` (claimed since commit ${revision.commit.sha.slice(0, 12)})`}`,
})

/** Whether a revision names the person at the path; in a list at any place, since rows move. */
function holds({ value }: Revision, path: RecordPath, person: string): boolean {
  let at: unknown = value?.data
  for (const step of path) {
    if (typeof step === 'number') return Array.isArray(at) && at.includes(person)
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false
    at = (at as Readonly<Record<string, unknown>>)[step]
  }
  return at === person
}
