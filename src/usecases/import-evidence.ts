import { ItemRefused } from '../evidence/dataset-items.ts'
import { birthOf } from '../evidence/log-birth.ts'
import type { Payload } from '../evidence/payload.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import type { EvidenceSource } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import type { PayloadStore } from '../ports/payload-store.ts'
import { emailSalt } from '../read/import/hide-emails.ts'
import { ImportRefused, printPlace } from '../read/import/import-refused.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { tipOf } from './evidence-trust.ts'
import { type FileImport, type ImportFile, importFile, importFromSource } from './import-file.ts'
import type { ImportFormat } from './import-formats.ts'
import type { GivenMoments } from './import-moments.ts'
import { keepOriginal } from './keep-original.ts'
import { readProgramAt } from './read-program-at.ts'
import type { RecordRequest } from './record-from-facts.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface ImportRequest extends Pick<RecordRequest, 'places' | 'signer' | 'producer'> {
  readonly what:
    | { readonly kind: 'format'; readonly format: ImportFormat; readonly system: string }
    /** Id of an EvidenceSource on the protected branch. */
    | { readonly kind: 'source'; readonly id: string }
  readonly moments: GivenMoments
  readonly query: string
  readonly files: readonly ImportFile[]
  /** Where the files themselves are kept as payloads; undefined: nowhere. */
  readonly keep?: { readonly store: PayloadStore; readonly makeSalt: () => Uint8Array }
}

export interface EvidenceImport {
  readonly files: readonly FileImport[]
  readonly append: AppendResult
}

/** What is in the log is good, whatever it says; what is in doubt is never passed off as known. */
export function statusOfImport({ files, append }: EvidenceImport): ExitStatus {
  const appended = statusOfAppend[append.outcome.kind]
  if (appended !== exitStatus.ok) return appended
  return files.some(({ doubts }) => doubts.length > 0) ? exitStatus.notDetermined : exitStatus.ok
}

/**
 * Records what files of other tools and systems say, all of them in one step or none. The same file about the same system is
 * recorded once, however often it is imported.
 *
 * @throws Refusal, RecordRefused; nothing is recorded then
 */
export async function importEvidence(request: ImportRequest, ports: EvidencePorts): Promise<EvidenceImport> {
  const { places, signer, producer, what, moments, query } = request
  const nowMs = ports.clock.now()
  const salt = emailSalt(await repositoryOf(request, ports))
  const source = what.kind === 'source' ? await sourceOf(what.id, request, ports) : undefined
  const frame = { query, moments, salt, producer, nowMs }
  const files: FileImport[] = []
  const payloads: Payload[] = []
  for (const given of request.files) {
    const named = { ...given, name: redactText(given.name) }
    const kept = request.keep && keepOriginal(named, request.keep.makeSalt())
    const file = kept?.file ?? named
    const read = await refusing(file.name, async () => {
      if (source !== undefined) return importFromSource(file, source, frame)
      if (what.kind === 'format') return importFile(file, what.format, what.system, frame)
      throw new RangeError('neither a format nor a source')
    })
    const { imported, payloads: more } = kept?.attach(read) ?? { imported: read, payloads: [] }
    payloads.push(...more)
    const twin = files.find(({ original }) => original.sha256 === imported.original.sha256)
    if (twin !== undefined) {
      throw new Refusal(exitStatus.usage, `${twin.name} and ${file.name} are the same file`, 'Name it once.')
    }
    files.push(imported)
  }
  const made = files.flatMap(({ records }) => records)
  const append = await appendEvidence(
    {
      records: made.map(({ record }) => record),
      attachments: made.flatMap(({ attachments }) => attachments),
      ...(request.keep === undefined ? {} : { payloads: { payloads, store: request.keep.store } }),
      signer,
      create: undefined,
      producer,
      places,
    },
    ports,
  )
  return { files, append }
}

/** What a reader refuses, with the name of the file. */
async function refusing<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof ImportRefused) {
      // Keys and columns are named, and anybody may have chosen them.
      const what = redactText(`${name}: ${printPlace(cause.place)}${cause.what}`)
      throw new Refusal(exitStatus.usage, what, `${cause.remedy} Nothing was recorded.`, { cause })
    }
    if (cause instanceof ItemRefused || cause instanceof RangeError) {
      throw new Refusal(exitStatus.usage, `${name}: ${cause.message}`, 'Nothing was recorded.', { cause })
    }
    throw cause
  }
}

/** Id of the repository that the log is about. @throws Refusal where there is no log, or it cannot be relied on */
async function repositoryOf({ places }: ImportRequest, ports: EvidencePorts): Promise<string> {
  const { outcome, log, why } = await verifyEvidence(places, ports)
  if (outcome === 'integrity-failure') {
    throw new Refusal(exitStatus.integrity, `The evidence log is damaged: ${why ?? ''}`, 'Run `evidence verify`.')
  }
  const id = log === undefined ? undefined : birthOf(log)?.data.repository.id
  if (id !== undefined) return id
  throw new Refusal(
    exitStatus.notDetermined,
    `There is no evidence log to import into: ${why ?? 'it has no beginning'}`,
    'Fetch the evidence branch, or begin a log with `evidence record`.',
  )
}

async function sourceOf(id: string, { places }: ImportRequest, ports: EvidencePorts): Promise<EvidenceSource> {
  const tip = await tipOf(ports.history, places.protectedBranch)
  if (tip === undefined) {
    throw new Refusal(exitStatus.notDetermined, `There is no branch ${places.protectedBranch} here`, 'Fetch it.')
  }
  // Never from the work tree: who imports a file would also say what its columns mean.
  const { model } = await readProgramAt(ports.history, tip)
  const found = model.evidenceSources.get(id)?.value
  if (found !== undefined) return found
  const near = nearest(id, [...model.evidenceSources.keys()])
  const guess = near === undefined ? '' : `Did you mean ${near}? `
  throw new Refusal(
    exitStatus.usage,
    `There is no EvidenceSource ${id} on ${places.protectedBranch}`,
    `${guess}Sources are reviewed and merged before they are used.`,
  )
}
