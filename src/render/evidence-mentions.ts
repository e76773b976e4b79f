import type { LogRecord } from '../model/log-record.ts'
import type { PageContext } from './page-context.ts'
import { listOf } from './page-text.ts'

interface Mentions {
  readonly byId: ReadonlyMap<string, readonly LogRecord[]>
  readonly byDigest: ReadonlyMap<string, readonly LogRecord[]>
}

const known = new WeakMap<PageContext, Mentions>()
const ids = /(?<![\w-])[A-Z]{2,4}-[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w-])/g

/** Most records that are named for one thing; a page is no copy of the log. */
const most = 10

function mentionsIn(context: PageContext): Mentions {
  const found = known.get(context)
  if (found !== undefined) return found
  const byId = new Map<string, LogRecord[]>()
  const byDigest = new Map<string, LogRecord[]>()
  for (const record of context.log) {
    if (record.kind === 'attestation')
      for (const id of new Set(record.data.statement.match(ids))) append(byId, id, record)
    for (const digest of digestsOf(record)) append(byDigest, digest, record)
  }
  const mentions = { byId, byDigest }
  known.set(context, mentions)
  return mentions
}

function digestsOf(record: LogRecord): ReadonlySet<string> {
  const digests = new Set(record.attachments.map(({ sha256 }) => sha256))
  if (record.kind === 'attestation') for (const { sha256 } of record.data.files) digests.add(sha256)
  if (record.kind === 'collection.window') digests.add(record.data.itemsDigest)
  if ('originalDigest' in record.data && typeof record.data.originalDigest === 'string')
    digests.add(record.data.originalDigest)
  return digests
}

function append(map: Map<string, LogRecord[]>, key: string, record: LogRecord): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [record])
  else list.push(record)
}

/** Attestations of the log whose statement names a record of the program; says so where there is none. @param root way to the index */
export function attestedIn(id: string, context: PageContext, root: string): string {
  const records = mentionsIn(context).byId.get(id) ?? []
  return records.length === 0 ? 'no statement in the evidence log names it' : linksTo(records, context, root)
}

/** Records of the log that hold a file with this fingerprint. @param digest `sha256:` and 64 hexadecimal digits */
export function heldInLog(digest: string, context: PageContext, root: string): string {
  const records = mentionsIn(context).byDigest.get(digest.replace(/^sha256:/, '')) ?? []
  return records.length === 0 ? 'not in the evidence log' : `in the evidence log: ${linksTo(records, context, root)}`
}

function linksTo(records: readonly LogRecord[], context: PageContext, root: string): string {
  const shown = records.slice(-most).map((record) => {
    const link = context.recordLink(record.index, root)
    if (record.kind !== 'attestation') return link
    const { person, standing, outcome } = record.data
    const who = person === null ? 'somebody not known' : context.who(person)
    return `${link} (${outcome.replaceAll('-', ' ')}, stated by ${who}, ${standing})`
  })
  return `${listOf(shown)}${records.length > most ? ` and ${records.length - most} earlier ones` : ''}`
}
