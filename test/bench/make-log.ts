// Makes a repository with an evidence log of as many records as asked: `node make-log.mjs REPOSITORY LINES COUNT`. LINES gets
// the lines of all records. Then appends one record at a time, in turns with the start of a git that does next to nothing, and
// prints as JSON which git processes an append took, and the medians of both in milliseconds.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { type Git, gitProcess } from '../../src/adapters/git-process.ts'
import { emptyTip, type GrownLog, growLog } from '../../src/evidence/grow-log.ts'
import { segmentPath } from '../../src/evidence/segments.ts'
import { logCreated, origin, unreviewed } from '../support/evidence-records.ts'

const [folder = '', lines = '', asked = '0'] = process.argv.slice(2)
const count = Number(asked)
const branch = 'compliance-evidence'
mkdirSync(folder, { recursive: true })
execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder })

// In batches of whole segments, so that a log of a million records takes no more memory than one.
const batch = 20 * 256
const importer = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'inherit', 'inherit'] })
const imported = once(importer, 'close')
const write = async (text: string | Buffer) => {
  if (!importer.stdin.write(text)) await once(importer.stdin, 'drain')
}
const writeFile = async (path: string, bytes: Buffer) => {
  await write(`M 100644 inline ${path}\ndata ${bytes.length}\n`)
  await write(bytes)
  await write('\n')
}
await write(`commit refs/heads/${branch}\ncommitter bench <bench@bench.invalid> 1767690300 +0000\ndata 0\n`)
const lineFile = openSync(lines, 'w')
let grown: GrownLog | undefined
for (let first = 0; first < count; first += batch) {
  const records = Array.from({ length: Math.min(batch, count - first) }, (_, index) =>
    first + index === 0 ? logCreated('local-unsigned') : unreviewed(first + index + 10),
  )
  const tip = grown === undefined ? emptyTip(origin) : { origin, edge: grown.edge, lastSegment: Buffer.alloc(0) }
  grown = growLog(tip, records, [], undefined)
  for (let number = first / 256; number < (first + records.length) / 256; number += 1) {
    const bytes = grown.files.get(segmentPath(number)) ?? Buffer.alloc(0)
    writeSync(lineFile, bytes)
    await writeFile(segmentPath(number), bytes)
  }
  for (const [path, bytes] of first === 0 ? grown.files : [])
    if (!path.startsWith('entries/')) await writeFile(path, bytes)
}
closeSync(lineFile)
for (const path of ['edge', 'checkpoint']) await writeFile(path, grown?.files.get(path) ?? Buffer.alloc(0))
importer.stdin.end()
await imported

let commands: string[] = []
const git = gitProcess(process.env)
const noted = <Call extends { readonly args: readonly string[] }, Result>(run: (call: Call) => Result) => {
  return (call: Call): Result => {
    commands.push(call.args[0] ?? '')
    return run(call)
  }
}
const counting: Git = { run: noted(git.run), text: noted(git.text), stream: noted(git.stream) }
const log = gitEvidenceLog({
  ...{ git: counting, remote: folder, branch, scratch: tmpdir() },
  ...{ pause: async () => undefined, random: () => 0, elapsed: () => 0 },
})
const timed = async (work: () => Promise<unknown>) => {
  const before = performance.now()
  await work()
  return performance.now() - before
}
const [appends, starts]: [number[], number[]] = [[], []]
for (let turn = 0; turn < 7; turn += 1) {
  commands = []
  const request = { attachments: [], expected: { keys: [], pins: [] }, signer: undefined, birth: undefined }
  const ms = await timed(async () => {
    const outcome = await log.append({ ...request, records: [unreviewed(count + 1_000 + turn)] })
    if (outcome.kind !== 'appended') throw new Error(`the append ended as ${outcome.kind}`)
  })
  appends.push(ms)
  starts.push(await timed(() => git.text({ cwd: folder, args: ['rev-parse', '--git-dir'] })))
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]
process.stdout.write(JSON.stringify({ commands, appendMs: median(appends), startMs: median(starts) }))
