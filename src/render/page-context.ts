import { onlyProgram } from '../assess/assess-program.ts'
import type { LogRecord } from '../assess/log-record.ts'
import { criteria } from '../model/criteria.ts'
import { dayOf } from '../model/days.ts'
import type { EvidenceAccount } from '../model/evidence.ts'
import { inlineText } from '../model/markdown-text.ts'
import { type CommitEvidence, evidenceByCommit, nameOf } from './evidence-index.ts'
import { code, listOf } from './page-text.ts'
import type { RenderInput } from './render-input.ts'

/** What every page needs besides its own records: names, links, and what the log knows of a commit. */
export interface PageContext extends RenderInput {
  readonly timezone: string
  readonly evidence: ReadonlyMap<string, CommitEvidence>
  /** `[record 7](evidence/2026-06.md)` @param root way to the index */
  recordLink(index: number, root: string): string
  /** Name of a person or role of the program, escaped. */
  who(id: string | undefined): string
  /** Name behind an account of the forge, escaped. */
  account(account: EvidenceAccount | null): string
  accounts(accounts: readonly EvidenceAccount[]): string
  /** `[CTL-A](../controls/CTL-A.md)`, or the id alone where there is no such page. */
  link(id: string, root: string): string
  links(ids: readonly string[], root: string): string
  /** A pull request, with a link where the repository's address is known. */
  pull(number: number): string
  /** A commit in 12 digits, with a permanent link where the address is known. */
  commit(sha: string): string
  /** Day of a moment, in the time zone of the program. */
  day(moment: string): string
  /** Lines at the end of every page. @param root way to the index, `` or `../` */
  footer(root: string): string
}

export function pageContext(input: RenderInput): PageContext {
  const { model, repositoryUrl } = input
  const log = input.log.toSorted((a, b) => a.index - b.index)
  const timezone = onlyProgram(model)?.timezone ?? 'UTC'
  const monthOf = new Map(input.log.map(({ index, recordedAt }) => [index, recordedAt.slice(0, 7)]))
  const folderOf = (id: string): string | undefined => {
    if (model.controls.has(id)) return 'controls'
    if (model.policies.has(id)) return 'policies'
    return criteria.has(id) && input.assessment.criteria.has(id) ? 'criteria' : undefined
  }
  const link = (id: string, root: string): string => {
    const folder = folderOf(id)
    if (folder !== undefined) return `[${id}](${root}${folder}/${id}.md)`
    return model.risks.has(id) ? `[${id}](${root}risk-register.md#${id.toLowerCase()})` : inlineText(id)
  }
  const account = (one: EvidenceAccount | null) => (one === null ? 'not determined' : inlineText(nameOf(model, one)))
  return {
    ...input,
    log,
    timezone,
    evidence: evidenceByCommit(log),
    recordLink(index, root) {
      const month = monthOf.get(index)
      return month === undefined ? `record ${index}` : `[record ${index}](${root}evidence/${month}.md)`
    },
    who(id) {
      if (id === undefined) return 'nobody'
      return inlineText(model.people.get(id)?.value.name ?? model.roles.get(id)?.value.title ?? id)
    },
    account,
    accounts: (some) => listOf(some.map(account)),
    link,
    links: (ids, root) => listOf([...ids].map((id) => link(id, root))),
    pull: (number) => (repositoryUrl === undefined ? `#${number}` : `[#${number}](${repositoryUrl}/pull/${number})`),
    commit(sha) {
      const short = code(sha.slice(0, 12))
      return repositoryUrl === undefined ? short : `[${short}](${repositoryUrl}/commit/${sha})`
    },
    day: (moment) => dayOf(moment, timezone),
    footer: (root) =>
      [
        '---',
        '',
        `[Index](${root}README.md) · ${input.pin.checkpoint === undefined ? 'no PIN: there is no evidence log yet' : `[PIN](${root}PIN): from which commit and checkpoint this page was made`}.`,
        '',
        "Management's evaluation, not an auditor's opinion.",
      ].join('\n'),
  }
}

/** The records of one kind. */
export function recordsOf<K extends LogRecord['kind']>(log: readonly LogRecord[], kind: K) {
  return log.filter((record): record is Extract<LogRecord, { readonly kind: K }> => record.kind === kind)
}
