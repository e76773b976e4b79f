import { chooseReadings, type DatasetReading, type ReadingWindow } from '../assess/dataset-readings.ts'
import { type ReadItem, type SystemReportName, systemReports } from '../assess/system-reports.ts'
import { itemFilesOf, readDatasetItems } from '../evidence/dataset-items.ts'
import { addDuration, type Day, millisecondsOf, startOfDay, subtractDuration } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import { describeSource } from '../report/describe-source.ts'
import { type AskedLog, digestOfRows, readAskedLog } from './asked-log.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import type { ListWithStatus } from './report-freshness.ts'

export interface SystemReportRequest {
  readonly report: SystemReportName
  /** Names as datasets have them; none: every system that was read. */
  readonly systems: readonly string[]
  /** `snapshot`, `rolling:P90D`, or two days; undefined: what the report looks at where nobody says. */
  readonly window: string | undefined
}

/** More items than these do not fit one list that a person reads. */
const mostItems = 1_000_000

/**
 * One of the reports about a system that others use: who may do what, what was done, what was refused. It is made from what
 * was read of that system into the log, and says what was not read.
 *
 * @returns status 3 where a part is not known: nobody read it, or not completely
 * @throws Refusal for a window that is none, and as `readAskedLog`
 */
export async function reportSystem(
  { report, systems, window }: SystemReportRequest,
  request: AssessRequest,
  ports: AssessPorts,
): Promise<ListWithStatus> {
  const asked = await readAskedLog(request, ports)
  const { model, source, notes } = asked
  const spec = systemReports[report]
  const chosenWindow = toWindow(window ?? spec.window, asked)
  const { readings, open } = chooseReadings(asked.records, spec.dataset, systems, chosenWindow.window)
  const items = await itemsOf(readings, source.commit, ports.openLog(asked.settings))
  const inside = items.filter(({ item }) => isInside(item, chosenWindow.window))
  // Each dataset has its own kind of items, and they were read as items of this one.
  const { rows, notes: own } = spec.rowsOf(inside as unknown as readonly ReadItem<never>[], namesOf(model))
  return {
    table: {
      title: `${spec.title}${systems.length === 0 ? '' : ` of ${systems.join(', ')}`}`,
      about: [
        ['Query', `evidence report ${report}${systems.map((system) => ` --system ${system}`).join('')}`],
        ['Window', chosenWindow.words],
        ['Count', `${rows.length} (items ${inside.length}, readings ${readings.length})`],
        ['Complete', open.length === 0 ? 'yes' : 'no, see the notes'],
        ['Digest', `sha256:${digestOfRows(rows)} over the rows, each a canonical JSON list and a line feed`],
        ['Source', describeSource(source)],
        ...readings.map((reading): readonly [string, string] => [`Record ${reading.index}`, describeReading(reading)]),
      ],
      notes: [...notes, ...open.map((sentence) => `Not known: ${sentence}.`), ...own],
      columns: spec.columns,
      rows,
    },
    status: open.length === 0 ? exitStatus.ok : exitStatus.notDetermined,
  }
}

/** `GET /users?page=1 (role=admin) by gateway 2.1, 2026-03-02T10:00:00Z, 143 items, leaf 0e77…` */
function describeReading({ data, digest }: DatasetReading): string {
  const when = data.form === 'snapshot' ? data.to : `${data.from} to ${data.to}`
  const query = data.query === '' ? '' : ` (${data.query})`
  return `${data.system} ${data.dataset}: ${data.source}${query}, read by ${data.tool}${data.toolVersion === null ? '' : ` ${data.toolVersion}`}, ${when}, ${data.pages} pages, ${data.count} items, sha256:${data.itemsDigest}, leaf ${digest}`
}

function toWindow(
  text: string,
  { asOf, timezone }: AskedLog,
): { readonly window: ReadingWindow; readonly words: string } {
  const endOf = (day: Day) => startOfDay(addDuration(day, 'P1D'), timezone)
  if (text === 'snapshot')
    return {
      window: { kind: 'snapshot', atMs: endOf(asOf) - 1 },
      words: `the newest state up to the end of ${asOf} (${timezone})`,
    }
  const range = rangeOf(text, asOf)
  if (range === undefined)
    throw new Refusal(
      exitStatus.usage,
      `\`${text}\` is no window`,
      'Write snapshot, rolling:P90D, or two days as 2026-01-01..2026-03-31.',
    )
  const { from, to } = range
  return {
    window: { kind: 'range', from: startOfDay(from, timezone), to: endOf(to) },
    words: `${from} to ${to}, both included (${timezone})`,
  }
}

function rangeOf(text: string, asOf: Day): { readonly from: Day; readonly to: Day } | undefined {
  const days = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text)
  try {
    if (days?.[1] !== undefined && days[2] !== undefined) {
      // Refuses the thirtieth of February.
      const [from, to] = [addDuration(days[1], 'P0D'), addDuration(days[2], 'P0D')]
      return from <= to ? { from, to } : undefined
    }
    const rolling = /^rolling:(P\d{1,4}[DWMY])$/.exec(text)?.[1]
    return rolling === undefined ? undefined : { from: addDuration(subtractDuration(asOf, rolling), 'P1D'), to: asOf }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Events outside of the window came with a reading that overlaps it. */
function isInside(item: object, window: ReadingWindow): boolean {
  if (window.kind === 'snapshot' || !('at' in item) || typeof item.at !== 'string') return true
  const at = millisecondsOf(item.at)
  return at >= window.from && at < window.to
}

async function itemsOf(
  readings: readonly DatasetReading[],
  commit: string,
  log: EvidenceLog,
): Promise<readonly ReadItem<object>[]> {
  const files = readings.flatMap((reading) => itemFilesOf(reading.attachments).map((sha256) => ({ reading, sha256 })))
  const digests = files.map(({ sha256 }) => sha256)
  const items: ReadItem<object>[] = []
  let next = 0
  for await (const bytes of log.attachments(commit, digests)) {
    const file = files[next]
    next += 1
    const read = file && bytes && readDatasetItems(file.reading.data.dataset, bytes)
    if (file === undefined || read === undefined) throw notAsRecorded(file?.reading)
    if (items.length + read.length > mostItems)
      throw new Refusal(
        exitStatus.usage,
        `There are more than ${mostItems} items`,
        'Ask for a shorter window, or for one system.',
      )
    for (const item of read) items.push({ reading: file.reading, item })
  }
  for (const reading of readings) {
    const count = items.filter((one) => one.reading === reading).length
    if (count !== reading.data.count) throw notAsRecorded(reading)
  }
  return items
}

const notAsRecorded = (reading: DatasetReading | undefined) =>
  new Refusal(
    exitStatus.integrity,
    `The items of record ${reading?.index ?? 0} are not what the record says`,
    'Run `evidence verify`.',
  )

/** Accounts of the forge belong to people of the program; those of other systems may have the same names by chance. */
function namesOf({ people }: ProgramModel): (system: string, account: string) => string {
  const byLogin = new Map(
    [...people.values()].flatMap(({ value }) =>
      (value.accounts ?? []).map(({ login }) => [login.toLowerCase(), value.id] as const),
    ),
  )
  return (system, account) =>
    system.startsWith('github.com/') ? (byLogin.get(account.toLowerCase()) ?? 'nobody in People') : ''
}
