import { personIdOf } from '../model/evidence-index.ts'
import type { Roles } from '../model/records.ts'
import { isShown } from './claims.ts'
import type { PageContext } from './page-context.ts'

/**
 * A person whom a record names as having approved, reviewed or written something: shown where a counted review of the change
 * that brought the claim is in the log, else claimed.
 *
 * @param id the record that says so
 * @param claimed who a version of it names
 */
export function claimInWords<T extends object>(
  id: string,
  person: string | undefined,
  claimed: (record: T) => string | undefined,
  context: PageContext,
): string {
  if (person === undefined) return 'nobody is named'
  const namedIn = (data: object) => {
    const found = claimed(data as T)
    return found === undefined ? [] : [found]
  }
  const history = context.history.get(id) ?? []
  const shown = isShown(person, history, ({ data }) => namedIn(data), context.evidence, context.model)
  return `${context.who(person)} (${shown ? 'shown by a counted review in the evidence log' : 'claimed only'})`
}

/**
 * Rows of records without an id (roles, acknowledgements) in which a person is said to have done something, of which the log
 * shows a counted review of the change that brought the row. Found once for all rows: there may be thousands.
 *
 * @param claimsOf who each row of a version names, by what tells the rows apart
 */
export function shownRows<T extends object>(
  kind: 'Roles' | 'Acknowledgements',
  claimsOf: (record: T) => ReadonlyMap<string, string>,
  { history, evidence, model }: PageContext,
): ReadonlySet<string> {
  const shown = new Set<string>()
  for (const revisions of history.values()) {
    if (!revisions.some(({ value }) => value?.kind === kind)) continue
    let before: ReadonlyMap<string, string> = new Map()
    for (const { value, commit } of revisions) {
      const claims = value?.kind === kind ? claimsOf(value.data as T) : new Map<string, string>()
      for (const key of before.keys()) if (!claims.has(key)) shown.delete(key)
      const found = evidence.get(commit.sha)
      const reviewers =
        found?.kind === 'merged' && found.record.data.verdict === 'approved'
          ? new Set(found.record.data.counted.map((review) => personIdOf(model, review)))
          : new Set<string>()
      for (const [key, person] of claims) {
        if (before.has(key)) continue
        if (reviewers.has(person)) shown.add(key)
      }
      before = claims
    }
  }
  return shown
}

type Assignment = NonNullable<Roles['assignments']>[number]

const grantKey = ({ role, person, grantedAt, approvedBy }: Assignment): string =>
  [role, person, grantedAt, approvedBy ?? ''].join(' ')

const shownGrants = new WeakMap<PageContext, ReadonlySet<string>>()

/** The approver of a grant of a role. Roles have no id: their history goes by their file. */
export function grantApprovalInWords(grant: Assignment, context: PageContext): string {
  const { approvedBy } = grant
  if (approvedBy === undefined) return '**nobody is named**'
  const claimsOf = ({ assignments = [] }: Roles) =>
    new Map(
      assignments.flatMap((one) => (one.approvedBy === undefined ? [] : [[grantKey(one), one.approvedBy] as const])),
    )
  const shown = shownGrants.get(context) ?? shownRows<Roles>('Roles', claimsOf, context)
  shownGrants.set(context, shown)
  return `${context.who(approvedBy)} (${shown.has(grantKey(grant)) ? 'shown by a counted review' : 'claimed only'})`
}
