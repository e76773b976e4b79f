import { randomBytes } from 'node:crypto'
import { readImportFile } from '../../adapters/read-import-file.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { describeImport } from '../../usecases/describe-import.ts'
import { type ImportRequest, importEvidence, statusOfImport } from '../../usecases/import-evidence.ts'
import { type ImportFormat, importFormatNames } from '../../usecases/import-formats.ts'
import { toGivenMoments } from '../../usecases/import-moments.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceImportCommand = defineCommand({
  examples: [
    ['countersign evidence import --format sarif --system acme/shop codeql.sarif', 'what a scanner found'],
    [
      'countersign evidence import --source SRC-STAFF --at 2026-03-31T18:00:00Z --query "all staff" staff.csv',
      'a list whose columns a source of the program names',
    ],
    [
      'countersign evidence import --source SRC-GATEWAY --covers 2026-01-01..2026-04-01 --query "all events" audit.json',
      'the audit log of an application, for a quarter',
    ],
  ],
  arguments: [{ name: 'file', help: 'a file to import; all of them or none', many: true }],
  options: {
    format: { value: 'format', oneOf: importFormatNames, help: 'what the files are, unless a source says it' },
    source: { value: 'id', help: 'EvidenceSource on the protected branch that says what the columns mean' },
    system: { value: 'name', help: 'system that the files speak of, for example github.com/acme/shop' },
    covers: { value: 'from..to', help: 'stretch of time that they speak for; its end does not belong to it' },
    at: { value: 'moment', help: 'when they were made, for files that do not say; never the time of the import' },
    query: { value: 'text', help: 'how they were made: filter, command or script' },
    keepOriginal: { help: 'also keep each file, of at most 50 MiB, as a payload that can be disposed of' },
    ...evidenceOptions,
  },
  async run({ format, source, system, covers, at, query, keepOriginal, ...where }, terminal, args) {
    const moments = toGivenMoments(at, covers)
    const what = toWhat(format, source, system)
    const files = await Promise.all(args.map(readImportFile))
    const { ports, places, payloads, signer, producer } = await openEvidence(where, terminal)
    const keep = keepOriginal ? { keep: { store: payloads, makeSalt: () => randomBytes(32) } } : {}
    const request = { places, signer, producer, what, moments, query: toQuery(query), files, ...keep }
    const done = await importEvidence(request, ports)
    terminal.out(describeImport(done))
    return statusOfImport(done)
  },
})

function toWhat(
  format: ImportFormat | undefined,
  source: string | undefined,
  system: string | undefined,
): ImportRequest['what'] {
  if ((format === undefined) === (source === undefined)) {
    throw new Refusal(exitStatus.usage, 'Say what the files are', 'Give either --format or --source.')
  }
  if (source !== undefined) {
    if (system === undefined) return { kind: 'source', id: source }
    throw new Refusal(exitStatus.usage, 'A source has its system', 'Leave out --system.')
  }
  if (format === undefined || system === undefined || !/^[a-z0-9][a-z0-9._/-]{0,99}$/.test(system)) {
    const what = system === undefined ? 'Say which system the files speak of' : '--system is no name of a system'
    throw new Refusal(exitStatus.usage, what, 'Give --system with small letters, such as github.com/acme/shop.')
  }
  return { kind: 'format', format, system }
}

function toQuery(query: string | undefined): string {
  const text = query?.trim() ?? ''
  if (text.length <= 400 && !/[\u0000-\u001f\u2028\u2029]|\p{Surrogate}/u.test(text)) return text
  throw new Refusal(exitStatus.usage, '--query is no line of at most 400 characters', 'Name the script instead.')
}
