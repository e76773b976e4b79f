import { inlineText } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf, code, listOf, nothing } from './page-text.ts'
import { policyAt, type Revision } from './record-history.ts'

export interface RevisionRow {
  /** Version and effective day of a policy; for another record the day on which it reached the protected branch. */
  readonly version: string
  readonly effective: string
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
    effective: policy === undefined ? context.day(commit.committedAt) : (policy.effectiveFrom ?? nothing),
    summary:
      summaryOf(revision, context) +
      (state === 'present' ? '' : ` (${state === 'removed' ? 'removed' : 'not readable'})`),
    author: evidence?.kind === 'merged' ? context.account(evidence.record.data.author) : 'not determined',
    approvers: approversOf(revision, context),
    source: source.join('<br>'),
  }
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
