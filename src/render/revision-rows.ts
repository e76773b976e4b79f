import type { CommitEvidence } from '../model/evidence-index.ts'
import { inlineText } from '../model/markdown-text.ts'
import { policyAt } from '../read/policy-at.ts'
import type { Revision } from '../read/record-history.ts'
import { aroundReview } from './around-review.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf, code, listOf } from './page-text.ts'

interface RevisionRow {
  /** Version of a policy with the day from which its record says that it applies; else a number that counts them. */
  readonly version: string
  /** Day on which it came to the protected branch. */
  readonly reached: string
  readonly summary: string
  readonly author: string
  readonly approvers: string
  readonly source: string
}

/** One commit, and what it changed of what a page states. */
export interface PageRevision {
  /** From 1, in the order of the branch. */
  readonly number: number
  readonly changes: readonly { readonly id: string; readonly revision: Revision }[]
}

/** Open rows, rows at all, and records named in one: a page stays below what GitHub shows whole. */
const limits = { open: 10, rows: 200, records: 5 }

interface RevisionTable {
  readonly blocks: readonly Block<RevisionRow>[]
  /** How many older ones are left out. */
  readonly cut: number
}

/**
 * The revision table of a page, newest first. Who approved comes from the log and from nowhere else.
 *
 * @param isSingle whether the page is that of one record; else each row says which records it changed
 */
export function revisionTable(
  revisions: readonly PageRevision[],
  isSingle: boolean,
  context: PageContext,
  root: string,
): RevisionTable {
  const rows = revisions
    .slice(-limits.rows)
    .map((revision) => revisionRow(revision, isSingle, context, root))
    .reverse()
  return {
    blocks: blocksOf(rows, limits.open, 'earlier revisions'),
    cut: Math.max(0, revisions.length - limits.rows),
  }
}

function revisionRow(
  { number, changes }: PageRevision,
  isSingle: boolean,
  context: PageContext,
  root: string,
): RevisionRow {
  const [first] = changes
  if (first === undefined) throw new Error('a revision without a change')
  const { commit, digest } = first.revision
  const policy = isSingle ? policyAt(first.revision) : undefined
  const evidence = context.evidence.get(commit.sha)
  const source = [
    ...(evidence?.kind === 'merged' ? [context.pull(evidence.record.data.pull)] : []),
    context.commit(commit.sha),
    ...(!isSingle || digest === undefined ? [] : [`digest ${code(digest.slice(0, 12))}`]),
  ]
  return {
    version:
      policy === undefined
        ? String(number)
        : `${code(policy.version)}${policy.effectiveFrom === undefined ? '' : `<br>from ${policy.effectiveFrom}`}`,
    reached: context.onBranch(first.revision),
    summary: [summaryOf(first.revision, context), ...changedIn(changes, isSingle, context, root)].join('<br>'),
    author: authorOf(evidence, context),
    approvers: approversOf(first.revision, context),
    source: source.join('<br>'),
  }
}

/** What the commit changed, where that is not plain: which of several records, or that one went. */
function changedIn(
  changes: PageRevision['changes'],
  isSingle: boolean,
  context: PageContext,
  root: string,
): readonly string[] {
  const words = changes.map(({ id, revision }) => {
    const state = revision.state === 'present' ? '' : revision.state === 'removed' ? ' (removed)' : ' (not readable)'
    return { link: recordName(id, context, root), state }
  })
  if (isSingle) return words.flatMap(({ state }) => (state === '' ? [] : [state.trim()]))
  const rest = words.length - limits.records
  const named = words.slice(0, limits.records).map(({ link, state }) => `${link}${state}`)
  return [`${listOf(named)}${rest > 0 ? ` and ${rest} more` : ''}`]
}

function authorOf(evidence: CommitEvidence | undefined, context: PageContext): string {
  if (evidence === undefined) return 'not determined'
  return evidence.kind === 'merged'
    ? context.account(evidence.record.data.author)
    : aroundReview(evidence.record, context).who
}

/** Who approved, with the pull request and the record that show it. */
export function approvalOf(revision: Revision, context: PageContext, root: string): string {
  const found = context.evidence.get(revision.commit.sha)
  const names = approversOf(revision, context)
  if (found === undefined) return `${names}: the log has no record of the change`
  const record = context.recordLink(found.record.index, root)
  return found.kind === 'merged'
    ? `${names}; pull request ${context.pull(found.record.data.pull)}, ${record}`
    : `${names}; ${record}`
}

/** Title of the pull request that brought it, else what the commit says. */
function summaryOf({ commit }: Revision, { evidence }: PageContext): string {
  const found = evidence.get(commit.sha)
  return inlineText(found?.kind === 'merged' ? found.record.data.title : commit.subject) || '(no title)'
}

/** Counted reviews of the change. Without a record nobody knows: never the committer, never what git says. */
export function approversOf({ commit }: Revision, context: PageContext): string {
  const found = context.evidence.get(commit.sha)
  if (found === undefined) return 'not determined'
  if (found.kind === 'unreviewed') return '**nobody: went around review**'
  const { counted, verdict } = found.record.data
  const names = listOf([...new Set(counted.map(context.account))])
  if (verdict === 'approved') return names
  return `${counted.length === 0 ? '' : `${names} `}(verdict: ${verdict})`
}

/** A record by its id, with a link where it has a place; one without an id by its kind and file. */
export function recordName(id: string, context: PageContext, root: string): string {
  const [, kind, path] = /^([A-Za-z]{1,40}) \d+ in (.+)$/.exec(id) ?? []
  return kind === undefined || path === undefined ? context.link(id, root) : `${kind} in ${inlineText(path)}`
}
