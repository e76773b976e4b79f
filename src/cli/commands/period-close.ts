import { randomUUID } from 'node:crypto'
import { writeNewFile, writeNewFolder } from '../../adapters/write-whole.ts'
import { toZip } from '../../adapters/zip-files.ts'
import { bundlePaths } from '../../evidence/bundle-manifest.ts'
import { sha256 } from '../../evidence/digest-list.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { toPeriod } from '../../model/period.ts'
import { Refusal } from '../../model/refusal.ts'
import { printable } from '../../report/printable.ts'
import { closePeriod } from '../../usecases/period/close-period.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'

const options = {
  nonce: { value: 'text', help: "a text that the auditor chose: with the log's root it fixes the samples" },
  checkpoint: { value: 'file', help: 'an earlier checkpoint of the log to close at; default: the log as it is' },
  interim: { help: 'look at a period that has not ended' },
  out: { value: 'path', required: true, help: 'where to write it: a name that ends in .zip, else a new folder' },
  ...documentOptions,
  asOf: { value: 'date', help: 'last day that counts; default: the last of the period, or that of the newest record' },
} as const

export const periodCloseCommand = defineCommand({
  examples: [
    ['countersign period close 2026-H1 --nonce TEXT --out 2026-H1.zip', 'everything that an auditor takes away'],
    ['countersign period close 2026-H1 --interim --out interim', 'a look before the period has ended'],
  ],
  arguments: [
    { name: 'period', help: '2026, 2026-H1, 2026-Q3, 2026-05 or 2026-02-01..2026-07-31, as the Program has it' },
  ],
  options,
  async run({ nonce, checkpoint, interim, out, ...where }, terminal, [name = '']) {
    const period = toPeriod(name)
    if (period === undefined)
      throw new Refusal(
        exitStatus.usage,
        `\`${printable(name.slice(0, 60))}\` is no period`,
        'Write 2026, 2026-H1, 2026-Q3, 2026-05 or two days, 2026-02-01..2026-07-31.',
      )
    const note =
      checkpoint === undefined
        ? {}
        : { checkpoint: (await readGivenFile(checkpoint, 65_536, 'a checkpoint')).toString() }
    const { request, ports } = await openDocuments(where, terminal)
    const { files, manifest, notes } = await closePeriod({ ...request, ...note, period, nonce, interim }, ports)
    const bytes = new Map([...files].map(([path, text]) => [path, Buffer.from(text)]))
    if (out.endsWith('.zip')) await writeNewFile(out, randomUUID(), inPieces(toZip(bytes)))
    else await writeNewFolder(out, randomUUID(), asFiles(bytes))
    for (const note of notes) terminal.err(`note: ${note}\n`)
    const drawn = manifest.samples.reduce((sum, sample) => sum + sample.drawn, 0)
    const sums = sha256(bytes.get(bundlePaths.sums) ?? '')
    terminal.out(
      [
        `Closed ${manifest.period.name} as of ${manifest.asOf} into ${printable(out)}: ${files.size} files`,
        `  ${manifest.samples.length} samples, ${drawn} items; ${manifest.records.length} of ${manifest.log.size} records with proofs`,
        ...(manifest.nonce === ''
          ? ['  no nonce: management chose the seed of the samples, and the bundle says so']
          : []),
        `  SHA-256 of ${bundlePaths.sums}: ${sums}`,
        '',
      ].join('\n'),
    )
    return exitStatus.ok
  },
})

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function* asFiles(files: ReadonlyMap<string, Uint8Array>) {
  for (const [path, bytes] of files) yield { path, bytes }
}
