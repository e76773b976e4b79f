// Measures the built product against limits and peers, side by side on one machine, and prints tables of ratios.
//
//   npm run bench -- [GROUP...] [--quick] [--pairs=N] [--write]
//
// Groups: start-up, check, peers, evidence, import, render; all of them where none is named. Whole processes in turns (A B A B ...),
// after one that does not count; the median of the pairs' ratios. Inputs are generated, the same in every run. --write puts
// the tables of the groups that ran into RESULTS.md and leaves the others there as they are.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { checking } from './groups/check.mjs'
import { evidence } from './groups/evidence.mjs'
import { importing } from './groups/import.mjs'
import { comparing } from './groups/peers.mjs'
import { rendering } from './groups/render.mjs'
import { startUp } from './groups/start-up.mjs'
import { root, takeTable, work } from './measure.mjs'

/** @type {ReadonlyMap<string, () => void | Promise<void>>} */
const groups = new Map([
  ['start-up', startUp],
  ['check', checking],
  ['peers', comparing],
  ['evidence', evidence],
  ['import', importing],
  ['render', rendering],
])

const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = named.find((name) => !groups.has(name))
if (unknown !== undefined) throw new Error(`There is no group ${unknown}. There are: ${[...groups.keys()].join(', ')}`)

const resultsFile = join(import.meta.dirname, 'RESULTS.md')
const intro = `# What it costs

Made by \`npm run bench -- --write\`. Whole processes in turns (product, peer, product, peer, ...) after one turn that does not
count; the median of the pairs' ratios, product by peer, so less is better. CPU is user and system time of a process and all
that it starts, git included; MiB are the peak of the Node process. Inputs are generated and the same in every run. Ratios of
one run can be compared, seconds cannot: other work on the machine moves them by a factor of two. A missed goal stays in the
table.
`
const goals = `## Goals

- A1: \`check\` takes at most 1.5 times the CPU of reading and parsing the same files with \`yaml\`, positions kept.
- A2: at 10,000 files at most a sixth of the CPU of yaml-language-server, which is the fastest with positions; at 1,000 at most
  a sixtieth of spectral as it is shipped. ajv-cli gives no positions: it is shown and has no limit but for one file (D2).
- A3, A6: time grows with the files and not faster, whatever is in them; 10,000 files need at most 120 MiB.
- A4: files with mistakes cost little more than sound ones.
- A7: \`check --staged\` does not read from git what lies unchanged in the work tree.
- B2: rendering 500 documents from 20,000 commits and 100,000 records takes at most 1.7 times the wall time of one \`git log --raw\`
  and one \`evidence verify\`, which cannot be done without, and 160 MiB. B3: publishing again after one record takes a tenth.
- C1: verifying a log with its Merkle root takes at most 3.2 times the CPU of JSON.parse of its lines. C2: it is linear.
- C3: an append is at most six git processes, whatever the size of the log.
- D1: \`check\` of one file takes at most 1.5 times the CPU of \`node -e 0\`, \`--help\` at most 1.25 times.
`

/** On what and when a group was measured. */
function circumstances() {
  const version = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim()
  const [cpu] = cpus()
  const machine = `${cpus().length} x ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}`
  const programs = `Node ${process.versions.node}, ${git}, yaml ${version('yaml')}`
  const [load = 0] = loadavg()
  const day = new Date().toISOString().slice(0, 10)
  const turns = process.argv.find((word) => word.startsWith('--pairs='))
  const asked = turns === undefined ? '' : ` Called with ${turns}.`
  return `Measured ${day}: ${machine}; ${programs}; load of the machine at the end ${load.toFixed(1)}.${asked}`
}

/** The parts of the page by group: those that were measured now, and the others as they were. */
function pageWith(/** @type {ReadonlyMap<string, string>} */ measured) {
  const before = readFileSync(resultsFile, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map(
      (part) => /** @type {const} */ ([part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()]),
    )
  const known = new Map(before)
  const parts = [...groups.keys()].flatMap((name) => {
    const part = measured.get(name) ?? known.get(name)
    return part === undefined ? [] : [`## ${name}\n\n${part.trim()}\n`]
  })
  return [intro, ...parts, goals].join('\n')
}

try {
  /** @type {Map<string, string>} */
  const measured = new Map()
  for (const [name, measureGroup] of groups) {
    if (named.length > 0 && !named.includes(name)) continue
    await measureGroup()
    const table = takeTable()
    process.stdout.write(`\n${name}\n\n${table}`)
    measured.set(name, `${circumstances()}\n\n${table}`)
  }
  if (process.argv.includes('--write')) writeFileSync(resultsFile, pageWith(measured))
} finally {
  rmSync(work, { recursive: true, force: true })
}
