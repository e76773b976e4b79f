import { createHash } from 'node:crypto'
import { describeRecord } from '../assess/describe-record.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { type PinFile, parsePin } from '../evidence/pin.ts'
import { commitText } from '../model/commit-text.ts'
import { evidenceByCommit } from '../model/evidence-index.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { DocumentFiles } from '../ports/documents.ts'
import type { History, HistoryCommit } from '../ports/history.ts'
import { wordsOfKind } from '../render/evidence-kind-words.ts'
import { pinPath } from '../render/render-documents.ts'
import type { RenderedDocuments } from './render.ts'

/** Why documents are others than before, for a commit and a pull request. The same before and after give the same words. */
export interface PublicationCause {
  /** At most 72 characters. */
  readonly title: string
  /** One cause each, in plain text that is safe in a commit; what belongs to one is indented by two. At most some forty. */
  readonly lines: readonly string[]
}

/** Entries that are named; the rest is counted. */
const named = 10

/** Documents before. */
export interface DocumentsBefore {
  /** Their PIN file. */
  readonly text: string
  /** Pages that are known not to be as it says. */
  readonly edited: number
}

/**
 * Compares what the documents before were made from, by their PIN, with what these are made from.
 *
 * @param published undefined where there were none
 */
export async function causeOf(
  published: DocumentsBefore | undefined,
  rendered: RenderedDocuments,
  history: Pick<History, 'resolve' | 'firstParent'>,
): Promise<PublicationCause> {
  const { asOf } = rendered.assessment.basis
  const before = published && parsePin(published.text)
  if (published === undefined || before === undefined)
    return { title: `Documents as of ${asOf}`, lines: ['These are the first documents here.'] }
  const { edited } = published
  const records = addedRecords(before, rendered)
  const commits = await addedCommits(before, rendered, history)
  const { tool } = rendered.input.pin
  const lines = [
    ...records.lines,
    ...commits.lines,
    ...(before.asOf === asOf ? [] : [`The day they speak for moved from ${before.asOf} to ${asOf}.`]),
    ...(before.tool === tool ? [] : [`They were made by ${commitText(before.tool, 60)}, and now by ${tool}.`]),
    ...(edited === 0 ? [] : [`${count(edited, 'page was', 'pages were')} not as the PIN before says; that is undone.`]),
  ]
  const short = [
    ...(records.count === 0 ? [] : [count(records.count, 'record', 'records')]),
    ...(commits.count === 0 ? [] : [count(commits.count, 'commit', 'commits')]),
  ]
  const nothing =
    'Log, commit, day and version of the tool are those of before: what is there is not what was rendered then.'
  return {
    title: `Documents as of ${asOf}${short.length === 0 ? '' : `: ${short.join(', ')} more`}`,
    lines: lines.length === 0 ? [nothing] : lines,
  }
}

/** The message of the commit: the first line says what, the rest why. */
export const messageOf = ({ title, lines }: PublicationCause, { commit, checkpoint }: RenderedDocuments): string =>
  [
    title,
    '',
    'Why they changed:',
    ...lines.map((line) => (line.startsWith('  ') ? `  - ${line.trim()}` : `- ${line}`)),
    '',
    `Source commit ${commit}, ${sizeOf(checkpoint)} records of the evidence log.`,
    '',
  ].join('\n')

const sizeOf = (checkpoint: string | undefined): number =>
  checkpoint === undefined ? 0 : (parseCheckpoint(checkpoint)?.checkpoint.size ?? 0)

const count = (number: number, one: string, more: string): string => `${number} ${number === 1 ? one : more}`

interface Added {
  readonly count: number
  readonly lines: readonly string[]
}

function addedRecords(before: PinFile, { log, checkpoint }: RenderedDocuments): Added {
  const origin = (note: string | undefined) => note && parseCheckpoint(note)?.checkpoint.origin
  const [was, is] = [origin(before.checkpoint), origin(checkpoint)]
  const other =
    was === is ? [] : [`The evidence log was ${commitText(was ?? '', 80)}, and is ${commitText(is ?? '', 80)}.`]
  const added = log.filter(({ index }) => index >= sizeOf(before.checkpoint))
  if (added.length === 0) return { count: 0, lines: other }
  const [first, last] = [added[0]?.index ?? 0, added.at(-1)?.index ?? 0]
  const where = first === last ? `record ${first}` : `records ${first} to ${last}`
  const kinds = new Map<LogRecord['kind'], number>()
  for (const { kind } of added) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const byKind = [...kinds]
    .map(([kind, times]) => `${wordsOfKind(kind)} ${times}`)
    .sort()
    .join(', ')
  return {
    count: added.length,
    lines: [
      ...other,
      `${count(added.length, 'record was', 'records were')} added to the evidence log (${where}), by kind: ${byKind}.`,
      ...listed(added, (record) => `record ${record.index}: ${commitText(inWords(record), 120)}`),
    ],
  }
}

/** With what a reader looks for first: whether it was approved, and what came of it. */
function inWords(record: LogRecord): string {
  const what = describeRecord(record)
  if (record.kind === 'change.merged') return `${what} merged, ${record.data.verdict}: ${record.data.title}`
  if (record.kind === 'change.decision') return `${what}: ${record.data.verdict}`
  return record.result === 'none' ? what : `${what}, ${record.result}`
}

async function addedCommits(
  before: PinFile,
  { commit, log, input, settings }: RenderedDocuments,
  history: Pick<History, 'resolve' | 'firstParent'>,
): Promise<Added> {
  if (before.sourceCommit === commit) return { count: 0, lines: [] }
  const [was, is] = [before.sourceCommit.slice(0, 12), commit.slice(0, 12)]
  const branch = commitText(settings.protectedBranch, 80)
  if ((await history.resolve(before.sourceCommit)) === undefined)
    return {
      count: 0,
      lines: [`The program is that of ${is}. What came since is not known: ${was} is not in this clone.`],
    }
  const added = await history.firstParent(commit, before.sourceCommit)
  if (added.length === 0) return { count: 0, lines: [`The program is that of ${is}, which is before ${was}.`] }
  const changed = new Map<string, string[]>()
  for (const [id, revisions] of input.history)
    for (const revision of revisions)
      changed.set(revision.commit.sha, [...(changed.get(revision.commit.sha) ?? []), id])
  const ofProgram = added.filter(({ sha }) => changed.has(sha))
  const evidence = evidenceByCommit(log)
  const describe = ({ sha, subject }: HistoryCommit): string => {
    const found = evidence.get(sha)
    const pull =
      found === undefined
        ? 'the log has no record of its review'
        : found.kind === 'merged'
          ? `pull request ${found.record.data.pull}, ${found.record.data.verdict}`
          : 'around review'
    const ids = (changed.get(sha) ?? []).sort()
    const rest = ids.length > 5 ? ` and ${ids.length - 5} more` : ''
    const what = `${ids.slice(0, 5).join(', ')}${rest}`
    return `${sha.slice(0, 12)} (${pull}) ${commitText(subject, 72)}; changed ${commitText(what, 200)}`
  }
  const program =
    ofProgram.length === 0 ? 'none of which changed the program' : `${ofProgram.length} of which changed the program`
  return {
    count: added.length,
    lines: [
      `${count(added.length, 'commit', 'commits')} more of ${branch} (${was} to ${is}), ${program}.`,
      ...listed(ofProgram, describe),
    ],
  }
}

/** Indented, the first ones by name. */
const listed = <T>(all: readonly T[], describe: (one: T) => string): readonly string[] => [
  ...all.slice(0, named).map((one) => `  ${describe(one)}`),
  ...(all.length > named ? [`  and ${all.length - named} more`] : []),
]

/** What was published, with how many pages somebody changed, added or took away since they were rendered. */
export function documentsBefore(published: DocumentFiles | undefined): DocumentsBefore | undefined {
  const text = published?.get(pinPath)
  const pin = text === undefined ? undefined : parsePin(text)
  if (published === undefined || text === undefined || pin === undefined) return undefined
  const isAs = (path: string, digest: string | undefined) => {
    const page = published.get(path)
    return page !== undefined && createHash('sha256').update(page).digest('hex') === digest
  }
  const paths = new Set([...published.keys(), ...pin.pages.keys()])
  return { text, edited: [...paths].filter((path) => path !== pinPath && !isAs(path, pin.pages.get(path))).length }
}
