// Reads and parses every YAML file below a folder with `yaml` alone, positions kept: what reading cannot be cheaper than.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'

const folder = process.argv[2] ?? '.'
let errors = 0
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.yaml')) continue
  const lineCounter = new LineCounter()
  errors += parseDocument(readFileSync(join(folder, name), 'utf8'), { lineCounter, uniqueKeys: false }).errors.length
}
if (errors > 0) process.exitCode = 1
