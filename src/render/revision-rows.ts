import type { CommitEvidence } from '../model/evidence-index.ts'
import { inlineText } from '../model/markdown-text.ts'
import { policyAt } from '../read/policy-at.ts'
import type { Revision } from '../read/record-history.ts'
import { aroundReview } from './around-review.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf, code, listOf, nothing } from './page-text.ts'

export interface RevisionRow {
  /** Version of a policy and the day from which its record says that it is effective; empty where it says none. */
  readonly version: string
  readonly from: string
  /** Day on which it came to the protected branch. */
  readonly reached: string
  readonly summary: string
  readonly author: string
  readonly approvers: string
  readonly source: string
}

const shown = 10

/** The revision table of a record, newest first. Who approved comes from the log and from nowhere else. */
export function revisionBlocks(id: string, context: PageContext): readonly Block<RevisionRow>[] {
  const rows = (context.history.get(id) ?? []).map((revision) => revisionRow(revision, context)).reverse()
  return blocksOf(rows, shown, 'earlier revisions')
}

function revisionRow(revision: Revision, context: PageContext): RevisionRow {
  const { commit, digest, state } = revision
  const policy = policyAt(revision)
  const evidence = context.evidence.get(commit.sha)
  const source = [
    ...(evidence?.kind === 'merged' ? [context.pull(evidence.record.data.pull)] : []),
    context.commit(commit.sha),
    ...(digest === undefined ? [] : [`digest ${code(digest.slice(0, 12))}`]),
  ]
  return {
    version: policy === undefined ? nothing : code(policy.version),
    from: policy?.effectiveFrom ?? '',
    reached: reachedOn(revision, context),
    summary:
      summaryOf(revision, context) +
      (state === 'present' ? '' : ` (${state === 'removed' ? 'removed' : 'not readable'})`),
    author: authorOf(evidence, context),
    approvers: approversOf(revision, context),
    source: source.join('<br>'),
  }
}

function authorOf(evidence: CommitEvidence | undefined, context: PageContext): string {
  if (evidence === undefined) return 'not determined'
  return evidence.kind === 'merged'
    ? context.account(evidence.record.data.author)
    : aroundReview(evidence.record, context).who
}

/** Day on which it reached the protected branch: by the log where that knows, else as git says. */
export function reachedOn({ commit }: Pick<Revision, 'commit'>, { evidence, day }: PageContext): string {
  const found = evidence.get(commit.sha)
  return found?.kind === 'merged' ? day(found.record.data.mergedAt) : day(commit.committedAt)
}

/** Who approved, with the pull request and the record that show it. */
export function approvalOf(revision: Revision, context: PageContext): string {
  const found = context.evidence.get(revision.commit.sha)
  const names = approversOf(revision, context)
  if (found === undefined) return `${names}: the log has no record of the change`
  const record = context.recordLink(found.record.index, '../')
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
