import { describeRecord } from '../../assess/describe-record.ts'
import { parseCheckpoint } from '../../evidence/checkpoint.ts'
import type { LogRecord } from '../../model/log-record.ts'
import { inlineText, shortened } from '../../model/markdown-text.ts'
import { aroundReview } from '../around-review.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { expectedEvidence } from '../expected-evidence.ts'
import type { PageContext } from '../page-context.ts'
import { anchor, blocksOf, code } from '../page-text.ts'
import { logPageName, logPages, recordAnchor } from '../record-places.ts'
import { statementWithProof } from '../statement-words.ts'

const titleLimit = 120

/** A new kind that is not here does not compile. */
const kinds: Readonly<Record<LogRecord['kind'], string>> = {
  'log.created': 'the log began',
  'change.decision': 'a decision of the gate about a pull request',
  'change.merged': 'a pull request was merged',
  'change.unreviewed': 'a commit reached the protected branch around review',
  'audit.window': 'the protected branch was audited',
  deployment: 'something was deployed',
  'environment.approval': 'a person let a run use an environment, or did not',
  'role.changed': 'a merge gave or took a role',
  'collection.window': 'a system was read: accounts, tokens, settings, activity',
  'scan.result': 'a scanner found something, or nothing',
  'test.result': 'tests were run',
  'coverage.result': 'it was measured how much of the code the tests reach',
  'statement.imported': 'another tool stated something',
  attestation: 'a person stated something',
  'sample.drawn': 'a sample was drawn from a population',
  correction: 'a record was said to be wrong',
  'anchor.recorded': 'somebody outside saw the log',
  'key.rotated': 'another key signs the log',
  'key.revoked': 'a key of the log is not believed any more',
  'payload.disposed': 'something that was kept outside the log was disposed of',
  'log.repaired': 'the log was damaged and restored',
  'log.closed': 'the log ended',
}

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
    case 'attestation':
      return statementWithProof(record, context)
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
  const found = logPages(log)
  for (const { month, part, parts, records } of found) {
    const view = {
      month,
      several: parts > 1,
      parts: Array.from({ length: parts }, (_, each) => `[part ${each + 1}](${logPageName(month, each)})`).join(' · '),
      rows: records.map((record) => ({
        index: `${anchor(recordAnchor(record.index))}${record.index}`,
        kind: code(record.kind),
        what: whatHappened(record, context),
        occurred: clockTime(record.occurredAt),
        recorded: clockTime(record.recordedAt),
        // In two lines: in one it would push the table off the page.
        digest: `${code(record.digest.slice(0, 32))}<br>${code(record.digest.slice(32))}`,
      })),
      footer: context.footer('../'),
    }
    pages.set(`evidence/${logPageName(month, part)}`, { text: context.fill('evidence-month', view), records: [] })
  }
  const months = new Map<string, number>()
  for (const { month, records } of found) months.set(month, (months.get(month) ?? 0) + records.length)
  const ofKind = new Map<string, LogRecord[]>()
  for (const record of log) {
    const some = ofKind.get(record.kind)
    if (some === undefined) ofKind.set(record.kind, [record])
    else some.push(record)
  }
  const note = pin.checkpoint === undefined ? undefined : parseCheckpoint(pin.checkpoint)
  const view = {
    any: note !== undefined,
    origin: note === undefined ? '' : code(note.checkpoint.origin),
    size: note?.checkpoint.size ?? 0,
    root: note === undefined ? '' : code(note.checkpoint.root.toString('hex')),
    signers: note?.signatures.map(({ name, keyId }) => `${inlineText(name)} (key ${code(keyId)})`).join(', ') ?? '',
    other: Math.max(0, (note?.checkpoint.size ?? 0) - log.length),
    kinds: Object.entries(kinds).map(([kind, means]) => {
      const some = ofKind.get(kind) ?? []
      return {
        kind: code(kind),
        means,
        count: some.length,
        first: some[0]?.recordedAt ?? '–',
        last: some.at(-1)?.recordedAt ?? '–',
      }
    }),
    months: [...months].map(([month, count]) => ({ link: `[${month}](${month}.md)`, count })),
    footer: context.footer('../'),
  }
  const { rows, ...expected } = expectedEvidence(context)
  pages.set('evidence/expected.md', {
    text: context.fill('evidence-expected', {
      ...expected,
      blocks: blocksOf(rows, 200, 'more requirements'),
      footer: context.footer('../'),
    }),
    records: [],
  })
  pages.set('evidence/README.md', { text: context.fill('evidence-index', view), records: [] })
  return pages
}
