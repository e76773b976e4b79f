import { describeRecord } from '../../assess/describe-record.ts'
import { parseCheckpoint } from '../../evidence/checkpoint.ts'
import type { LogRecord } from '../../model/log-record.ts'
import { inlineText, shortened } from '../../model/markdown-text.ts'
import { aroundReview } from '../around-review.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, partsOf } from '../page-text.ts'

const recordsPerPage = 600
const titleLimit = 120

const kinds: readonly (readonly [LogRecord['kind'], string])[] = [
  ['log.created', 'the log began'],
  ['change.decision', 'a decision of the gate about a pull request'],
  ['change.merged', 'a pull request was merged'],
  ['deployment', 'something was deployed'],
  ['change.unreviewed', 'a commit reached the protected branch around review'],
  ['audit.window', 'the protected branch was audited'],
]

/** `2026-03-02T09:00:00Z` -> `2026-03-02 09:00:00`, which may stand in two lines. */
const clockTime = (moment: string): string => moment.replace('T', ' ').replace('Z', '')

function whatHappened(record: LogRecord, context: PageContext): string {
  switch (record.kind) {
    case 'change.merged': {
      const { pull, title, verdict } = record.data
      return `${context.pull(pull)} ${inlineText(shortened(title, titleLimit))}: merged, ${verdict}`
    }
    case 'change.unreviewed': {
      const { title, how } = aroundReview(record, context)
      return `${context.commit(record.data.commit)} “${title}” came ${how}`
    }
    default:
      return inlineText(describeRecord(record))
  }
}

export const evidenceDocument = defineDocument({
  id: 'DOC-EVIDENCE',
  title: 'Evidence',
  about: 'every record of the log, with its digest',
  path: 'evidence/README.md',
  part: 'operation',
  classification: 'internal',
  pages: evidencePages,
})

/** The index of the log: how many of each kind, the checkpoint, and every record by the month in which it was made. */
function evidencePages(context: PageContext): ReadonlyMap<string, Page> {
  const { log, pin } = context
  const pages = new Map<string, Page>()
  // Months of recording in UTC, as the log itself counts them.
  const months = new Map<string, LogRecord[]>()
  for (const record of log) {
    const month = record.recordedAt.slice(0, 7)
    const list = months.get(month)
    if (list === undefined) months.set(month, [record])
    else list.push(record)
  }
  const sorted = [...months].sort(([a], [b]) => compare(b, a))
  for (const [month, records] of sorted) {
    const parts = partsOf(records, recordsPerPage)
    const pathOf = (part: number) => `${month}${part === 0 ? '' : `-part-${part + 1}`}.md`
    for (const [part, some] of parts.entries()) {
      const view = {
        month,
        several: parts.length > 1,
        parts: parts.map((_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
        rows: some.map((record) => ({
          index: record.index,
          kind: code(record.kind),
          what: whatHappened(record, context),
          occurred: clockTime(record.occurredAt),
          recorded: clockTime(record.recordedAt),
          // In two lines: in one it would push the table off the page.
          digest: `${code(record.digest.slice(0, 32))}<br>${code(record.digest.slice(32))}`,
        })),
        footer: context.footer('../'),
      }
      pages.set(`evidence/${pathOf(part)}`, { text: context.fill('evidence-month', view), records: [] })
    }
  }
  const note = pin.checkpoint === undefined ? undefined : parseCheckpoint(pin.checkpoint)
  const view = {
    any: note !== undefined,
    origin: note === undefined ? '' : code(note.checkpoint.origin),
    size: note?.checkpoint.size ?? 0,
    root: note === undefined ? '' : code(note.checkpoint.root.toString('hex')),
    signers: note?.signatures.map(({ name, keyId }) => `${inlineText(name)} (key ${code(keyId)})`).join(', ') ?? '',
    other: Math.max(0, (note?.checkpoint.size ?? 0) - log.length),
    kinds: kinds.map(([kind, means]) => {
      const some = log.filter((record) => record.kind === kind)
      return {
        kind: code(kind),
        means,
        count: some.length,
        first: some[0]?.recordedAt ?? '–',
        last: some.at(-1)?.recordedAt ?? '–',
      }
    }),
    months: sorted.map(([month, records]) => ({ link: `[${month}](${month}.md)`, count: records.length })),
    footer: context.footer('../'),
  }
  pages.set('evidence/README.md', { text: context.fill('evidence-index', view), records: [] })
  return pages
}
