import { randomUUID } from 'node:crypto'
import { writeNewFile, writeNewFolder } from '../../adapters/write-whole.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printable } from '../../report/printable.ts'
import { exportLog } from '../../usecases/export-log.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceExportCommand = defineCommand({
  examples: [
    ['countersign evidence export --tiles tiles', 'for tools that read C2SP tlog-tiles, to be served or searched'],
    ['countersign evidence export --jsonl records.jsonl', 'all records, one a line'],
  ],
  options: {
    tiles: { value: 'dir', help: 'new folder for the tlog-tiles tree: checkpoint, hash tiles and entry bundles' },
    jsonl: { value: 'file', help: 'new file for all records as lines of JSON' },
    ...evidenceOptions,
  },
  async run({ tiles, jsonl, ...where }, terminal) {
    if (tiles === undefined && jsonl === undefined)
      throw new Refusal(exitStatus.usage, 'There is no place to write to', 'Give --tiles or --jsonl.')
    const { ports, settings } = await openEvidence(where, terminal)
    const { size, root, notes, ...log } = await exportLog(settings, ports)
    for (const note of notes) terminal.err(`note: ${note}\n`)
    if (tiles !== undefined) await writeNewFolder(tiles, randomUUID(), log.tiles())
    if (jsonl !== undefined) await writeNewFile(jsonl, randomUUID(), log.lines())
    const places = [tiles, jsonl].filter((place) => place !== undefined).map(printable)
    terminal.out(`Exported ${size} records, root ${root}, to ${places.join(' and ')}\n`)
    return exitStatus.ok
  },
})
