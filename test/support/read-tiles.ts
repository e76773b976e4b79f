import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const script = join(import.meta.dirname, 'read-tiles.py')

/** What a second implementation, in Python, makes of a tlog-tiles tree. Status 0: its entries and its tiles give the root. */
export function readTiles(folder: string): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('python3', [script, folder], { encoding: 'utf8' })
  return { status, text: stdout + stderr }
}
