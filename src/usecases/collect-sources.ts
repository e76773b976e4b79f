import { collectionWatermark } from '../evidence/collection-watermark.ts'
import type { ActivityItem } from '../model/dataset-items.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { EvidenceSource } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { settlingMs } from '../model/settling.ts'
import type { SourceReader } from '../ports/source-reader.ts'
import { emailSalt } from '../read/import/hide-emails.ts'
import { readProgram } from '../read/read-program.ts'
import type { EvidencePorts } from './append-evidence.ts'
import { type CollectedWindow, collectionWindow } from './collection-windows.ts'
import type { ContinuedLog, LogRequest } from './continued-log.ts'
import { tipOf } from './evidence-trust.ts'
import { readSource } from './read-source.ts'
import { rulesAt } from './rules-at.ts'

/** What the sources gave. */
export interface SourcesReading {
  readonly windows: readonly CollectedWindow[]
  /** How many sources name an address or a command. */
  readonly known: number
  /** Why a source is missing, or may be, one sentence each. */
  readonly missing: readonly string[]
}

/**
 * Reads the sources that the program declares. Which they are is read from the tip of the protected branch, never from what is
 * checked out: nobody gets a command run, or a secret sent to an address, that was not reviewed.
 *
 * @param wanted ids, or all
 * @throws Refusal; nothing was recorded then
 */
export async function readDeclaredSources(
  wanted: readonly string[] | 'all',
  { places, producer }: LogRequest,
  log: ContinuedLog,
  ports: EvidencePorts & { readonly sources: SourceReader },
): Promise<SourcesReading> {
  const nowMs = ports.clock.now()
  const salt = emailSalt(log.repositoryId)
  const { chosen, known, ...found } = await declared(wanted, places.protectedBranch, ports)
  const windows: CollectedWindow[] = []
  const missing = [...found.missing]
  const read = new Map<string, string>()
  for (const source of chosen) {
    const { dataset, system, http } = source
    const method = http === undefined ? 'command' : 'http'
    const form = source.form ?? (dataset === 'activity' || dataset === 'alerts' ? 'interval' : 'snapshot')
    const before = read.get(`${dataset} ${system}`)
    if (before !== undefined) {
      // One would be taken for the other: what the one has read, nobody would ask the other for.
      missing.push(
        `${source.id} is not read: ${before} gives ${dataset} of ${system}, too. Give one of them another system.`,
      )
      continue
    }
    read.set(`${dataset} ${system}`, source.id)
    const resumeMs = collectionWatermark(log.entries, { system, dataset, method }) ?? log.bornMs
    const toMs = wholeSecond(form === 'interval' ? nowMs - settlingMs : nowMs)
    const fromMs = form === 'interval' ? wholeSecond(resumeMs) : toMs
    if (form === 'interval' && fromMs >= toMs) continue
    try {
      const { items, part } = await readSource(source, { fromMs, toMs }, salt, ports.sources)
      const own = form === 'interval' && dataset === 'activity' ? items.filter(isWithin(fromMs, toMs)) : items
      const collected = { system, form, fromMs, toMs, items: own, parts: [part] }
      windows.push(collectionWindow(dataset, method, collected, producer, nowMs))
    } catch (error) {
      // A source that is set wrong keeps no other out.
      if (!(error instanceof Refusal)) throw error
      missing.push(error.message)
    }
  }
  return { windows, known, missing }
}

/** A server that does not heed the stretch, or counts its end in, must not have an event recorded twice. */
const isWithin = (fromMs: number, toMs: number) => (item: unknown) => {
  const atMs = Date.parse((item as ActivityItem).at)
  return atMs >= fromMs && atMs < toMs
}

const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000

/** @throws Refusal */
async function declared(
  wanted: readonly string[] | 'all',
  protectedBranch: string,
  { history }: EvidencePorts,
): Promise<{
  readonly chosen: readonly EvidenceSource[]
  readonly known: number
  readonly missing: readonly string[]
}> {
  const tip = await tipOf(history, protectedBranch)
  if (tip === undefined)
    throw new Refusal(exitStatus.notDetermined, `There is no branch ${protectedBranch} here`, 'Fetch it.')
  const { model, problems } = readProgram((await rulesAt(history, tip)).files)
  const known = [...model.evidenceSources.values()].map(({ value }) => value)
  const active = known.filter(({ http, command }) => http !== undefined || command !== undefined)
  const ids = wanted === 'all' ? active.map(({ id }) => id) : wanted
  const unknown = ids.find((id) => !active.some((source) => source.id === id))
  const [broken] = problems
  if (unknown !== undefined) {
    const why = broken === undefined ? '' : ` (it has a mistake: ${broken.message.replace(/\.$/, '')})`
    throw new Refusal(
      exitStatus.usage,
      `The program on ${protectedBranch} declares no source ${unknown} with an address or a command${why}`,
      `It has ${active.map(({ id }) => id).join(', ') || 'none'}. What is not merged does not count.`,
    )
  }
  const chosen = active.filter(({ id }) => ids.includes(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  // A script of the repository that a command runs is the one that is checked out.
  if (chosen.some(({ command }) => command !== undefined) && (await history.resolve('HEAD')) !== tip)
    throw new Refusal(
      exitStatus.usage,
      `What is checked out is not the tip of ${protectedBranch}, and a declared command may run what lies there`,
      `Check out ${protectedBranch}.`,
    )
  const missing =
    wanted === 'all' && broken !== undefined
      ? [
          `The program on ${protectedBranch} has ${problems.length} mistakes, so that a source may be missing: ${broken.message}`,
        ]
      : []
  return { chosen, known: active.length, missing }
}
