import type { EvidenceAccount } from './evidence.ts'
import { type CommitEvidence, nameOf } from './evidence-index.ts'
import type { ProgramModel } from './program-model.ts'

/** Whether and by whom a commit of the protected branch was approved, as the log shows it and nothing else. */
export interface CommitApproval {
  readonly state: 'approved' | 'not-approved' | 'around-review' | 'not-determined'
  readonly pull: number | null
  /** Title of the pull request; not escaped. */
  readonly title: string | null
  /** Names of those whose review counted; not escaped. */
  readonly approvers: readonly string[]
  /** Of the author, as the forge knows the account. */
  readonly author: string | null
  readonly verdict: string | null
  /** Place in the log of the record that shows it. */
  readonly record: number | null
}

const unknown: CommitApproval = {
  state: 'not-determined',
  pull: null,
  title: null,
  approvers: [],
  author: null,
  verdict: null,
  record: null,
}

/** @param evidence of the log by commit (`evidenceByCommit`) */
export function approvalOfCommit(
  sha: string,
  evidence: ReadonlyMap<string, CommitEvidence>,
  model: Pick<ProgramModel, 'people'>,
): CommitApproval {
  const found = evidence.get(sha)
  if (found === undefined) return unknown
  const name = (account: EvidenceAccount | null) => (account === null ? null : nameOf(model, account))
  const record = found.record.index
  if (found.kind === 'unreviewed') {
    const { pull, committer } = found.record.data
    return { ...unknown, state: 'around-review', pull, author: name(committer), record }
  }
  const { pull, title, counted, author, verdict } = found.record.data
  return {
    state: verdict === 'approved' ? 'approved' : 'not-approved',
    pull,
    title,
    approvers: [...new Set(counted.map((account) => nameOf(model, account)))],
    author: name(author),
    verdict,
    record,
  }
}

/** `Ben Okoro, Eli Novak; pull request #1, record 5`; not escaped. */
export function approvalInWords({ state, pull, approvers, verdict, record }: CommitApproval): string {
  const shownBy = `${pull === null ? '' : `; pull request #${pull}`}${record === null ? '' : `${pull === null ? ';' : ','} record ${record}`}`
  switch (state) {
    case 'not-determined':
      return 'not determined: the evidence log has no record of the change'
    case 'around-review':
      return `nobody: it went around review${shownBy}`
    case 'not-approved':
      return `${approvers.length === 0 ? 'nobody' : approvers.join(', ')} (verdict: ${verdict})${shownBy}`
    case 'approved':
      return `${approvers.join(', ')}${shownBy}`
  }
}
