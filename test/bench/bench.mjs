// Measures the built product against limits and peers, side by side on one machine, and prints a table of ratios.
//
//   node test/bench/bench.mjs [--quick] [--write]
//
// Whole processes in turns (A B A B ...), after one that does not count; the median of the pairs' ratios. CPU is user and
// system time of the process and all that it starts, as the shell's `times` adds them up (so: not on Windows). Inputs are
// generated, the same in every run. --write puts the table into RESULTS.md.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, platform, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const here = import.meta.dirname
const root = join(here, '..', '..')
const cli = join(root, 'dist', 'cli.js')
const isQuick = process.argv.includes('--quick')
const scale = isQuick ? 10 : 1
const work = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
const usageFile = join(work, 'usage.json')

/** A command as it is measured: what to run, which exit statuses are an answer, how often in one turn. */
/** @typedef {{ args: string[], ok?: number[], program?: string, cwd?: string, times?: number }} Command */
/** @typedef {{ cpuMs: number, wallMs: number }} Usage */

const env = { PATH: process.env.PATH, HOME: work, BENCH_USAGE: usageFile }

/** Runs it once: does it what it should? Gives the peak of its memory in MiB. @param {Command} command */
function prove({ args, ok = [0], program, cwd = work }) {
  const hook = program === undefined ? ['--require', join(here, 'peak-at-exit.cjs')] : []
  const options = /** @type {const} */ ({ env, cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
  const { status, stderr } = spawnSync(program ?? process.execPath, [...hook, ...args], options)
  if (!ok.includes(status ?? -1)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return program === undefined ? Number(readFileSync(usageFile, 'utf8')) : 0
}

/** One turn. The shell adds up what its children and theirs used. @param {Command} command @returns {Usage} */
function measure({ args, program = process.execPath, cwd = work, times = 1 }) {
  const loop = 'n=$1; shift; while [ $n -gt 0 ]; do "$@" >/dev/null 2>&1; n=$((n-1)); done; times'
  const before = performance.now()
  const said = execFileSync('sh', ['-c', loop, 'sh', String(times), program, ...args], { env, cwd, encoding: 'utf8' })
  const wallMs = (performance.now() - before) / times
  const parts = [...(said.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.,]+)s/g)]
  const seconds = parts.map(([, minutes, rest]) => Number(minutes) * 60 + Number((rest ?? '').replace(',', '.')))
  return { cpuMs: (seconds.reduce((sum, one) => sum + one, 0) * 1000) / times, wallMs }
}

const median = (/** @type {number[]} */ values) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** @param {number} pairs @param {Command} product @param {Command} peer */
function compare(pairs, product, peer) {
  const peakMiB = prove(product)
  prove(peer)
  /** @type {Usage[]} */ const ours = []
  /** @type {Usage[]} */ const theirs = []
  for (let pair = 0; pair < pairs; pair += 1) {
    ours.push(measure(product))
    theirs.push(measure(peer))
  }
  const ratio = (/** @type {keyof Usage} */ key) =>
    median(ours.map((one, index) => one[key] / (theirs[index]?.[key] ?? Number.NaN)))
  return { cpu: ratio('cpuMs'), wall: ratio('wallMs'), cpuMs: median(ours.map(({ cpuMs }) => cpuMs)), peakMiB }
}

/** @type {string[][]} */
const rows = []
/**
 * @param {string} goal @param {string} what @param {number} value @param {number} limit
 * @param {string} [note]
 */
function report(goal, what, value, limit, note = '') {
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(2)
  const outcome = value <= limit ? 'met' : '**missed**'
  rows.push([goal, what, shown, `<= ${limit}`, outcome, note])
  process.stderr.write(`${goal}: ${what}: ${shown} (<= ${limit}) ${outcome} ${note}\n`)
}

/** The starter program and as many change requests without a mistake as asked. @param {number} count */
function programOf(count) {
  const folder = join(work, `program-${count}`)
  mkdirSync(folder)
  const start = [
    '--period-start',
    '2026-11-24',
    '--organisation',
    'Example Ltd',
    '--person',
    'ana:Ana Souza:ana-example',
  ]
  prove({ args: [cli, 'init', '--cwd', folder, ...start] })
  for (let number = 1; number <= count; number += 1) {
    const id = `CHG-2026-${String(number).padStart(5, '0')}`
    writeFileSync(join(folder, 'compliance', 'changes', `${id}.yaml`), changeRequest(id, number))
  }
  return folder
}

/** @param {string} id @param {number} number */
const changeRequest = (id, number) => `# A change of the benchmark
apiVersion: countersign/v1
kind: ChangeRequest
id: ${id}
title: Change number ${number} of the shop
description: >-
  Sessions of the administration pages last a working day today. An unattended browser is then an open door. They will
  end after ${1 + (number % 60)} minutes without activity, and ask for the second factor again.
category: normal
status: submitted
affectedSystems: [service, identity]
environments: [staging, production]
dataImpact: No stored data changes.
implementationPlan: >-
  Lower the idle limit in the session settings and add a warning one minute before the end. Deploy to staging, then to
  production outside business hours.
testPlan: Unit tests around the limit with a clock that the test sets.
rollbackPlan: The limit is one setting. Put back the former value through the pipeline.
requestedBy: ana
requestedAt: "2026-11-24T0${number % 10}:00:00Z"
risks: [RSK-ACCOUNT, RSK-DEVICE]
`

/** One file with as many keys in one mapping as asked. @param {number} count */
function manyKeys(count) {
  const folder = join(work, `keys-${count}`)
  mkdirSync(join(folder, 'compliance'), { recursive: true })
  const keys = Array.from({ length: count }, (_, index) => `x-key-${index}: ${index}\n`).join('')
  writeFileSync(
    join(folder, 'compliance', 'people.yaml'),
    `apiVersion: countersign/v1\nkind: People\npeople: []\n${keys}`,
  )
  return folder
}

/** Findings and what could not be determined are fine here: the time counts. @param {string} folder */
const check = (folder, times = 1) => ({
  args: [cli, 'check', '--cwd', folder, '--as-of', '2026-11-24', '--format', `json=${join(work, 'report.json')}`],
  ok: [0, 1, 3],
  times,
})

function startUp() {
  const pairs = isQuick ? 3 : 5
  const times = 10
  const nothing = { args: ['-e', '0'], times }
  const one = join(work, 'one')
  mkdirSync(join(one, 'compliance'), { recursive: true })
  writeFileSync(join(one, 'compliance', 'change.yaml'), changeRequest('CHG-2026-00001', 1))
  for (const [what, limit, run] of /** @type {const} */ ([
    ['`--version`', 1.25, { args: [cli, '--version'], times }],
    ['`--help`', 1.25, { args: [cli, '--help'], times }],
    ['`check` of 1 file', 1.5, check(one, times)],
  ])) {
    const { cpu, cpuMs, peakMiB } = compare(pairs, run, nothing)
    report(
      'D1 start-up',
      `${what}, CPU to \`node -e 0\``,
      cpu,
      limit,
      `${cpuMs.toFixed(0)} ms, ${peakMiB.toFixed(0)} MiB`,
    )
  }
}

function reading() {
  const pairs = isQuick ? 2 : 3
  const [small, large] = [programOf(1000 / scale), programOf(10_000 / scale)]
  const parse = { args: [join(here, 'parse-yaml.mjs'), join(large, 'compliance')] }
  const whole = compare(pairs, check(large), parse)
  const used = `${(whole.cpuMs / 1000).toFixed(2)} s, ${whole.peakMiB.toFixed(0)} MiB`
  const files = (10_000 / scale).toLocaleString('en')
  report(
    'A1 reading',
    `\`check\` of ${files} files, CPU to \`yaml\` parseDocument with LineCounter`,
    whole.cpu,
    1.5,
    used,
  )
  const linear = compare(pairs, check(large), check(small))
  report('A3 linear', '10 times the records, CPU of `check`', linear.cpu, 10.5)
  const keys = compare(pairs, check(manyKeys(20_000)), check(manyKeys(5000)))
  report(
    'A6 linear',
    '20,000 keys in one mapping to 5,000, CPU of `check`',
    keys.cpu,
    4.2,
    `${keys.cpuMs.toFixed(0)} ms`,
  )
}

async function evidence() {
  const maker = join(work, 'make-log.mjs')
  const bundle = await rolldown({ input: join(here, 'make-log.ts'), platform: 'node', logLevel: 'silent' })
  await bundle.write({ file: maker, format: 'esm', codeSplitting: false })
  await bundle.close()
  const pairs = isQuick ? 2 : 3
  /** @type {Command[]} */
  const verifies = []
  for (const count of [10_000 / scale, 100_000 / scale]) {
    const [folder, lines] = [join(work, `log-${count}`), join(work, `lines-${count}`)]
    const commands = execFileSync(process.execPath, [maker, folder, lines, String(count)], { encoding: 'utf8' }).split(
      ' ',
    )
    // A log without a trusted key is verified to the last byte, and then not determined.
    const verify = { args: [cli, 'evidence', 'verify', '--cwd', folder], ok: [3] }
    verifies.push(verify)
    const { cpu, cpuMs, peakMiB } = compare(pairs, verify, { args: [join(here, 'parse-lines.mjs'), lines] })
    const used = `${(cpuMs / 1000).toFixed(2)} s, ${peakMiB.toFixed(0)} MiB`
    const records = count.toLocaleString('en')
    report(
      'C1 verify',
      `\`evidence verify\` of ${records} records, CPU to JSON.parse of the same lines`,
      cpu,
      3.2,
      used,
    )
    report('C3 append', `git processes of one append to ${records} records`, commands.length, 6, commands.join(', '))
  }
  const [small = verifies[0], large = verifies[1]] = verifies
  if (small === undefined || large === undefined) throw new Error('nothing to compare')
  report('C2 linear', '10 times the records, CPU of `evidence verify`', compare(pairs, large, small).cpu, 10.5)
}

function rendering() {
  const demo = join(work, 'demo')
  prove({ args: [join(root, '.build', 'quickstart.js'), demo] })
  const out = join(work, 'documents')
  const render = { args: [cli, 'render', '--cwd', demo, '--out', out], times: 3 }
  const log = {
    args: ['log', '--raw', '--no-abbrev', '-z', '-M100%', 'main', '--', 'compliance'],
    program: 'git',
    cwd: demo,
    times: 3,
  }
  const { wall, cpuMs, peakMiB } = compare(isQuick ? 2 : 5, render, log)
  const note = `${cpuMs.toFixed(0)} ms CPU, ${peakMiB.toFixed(0)} MiB; 27 commits, so start-up and not history is what is seen`
  report('B2 render', '`render` of the demo (114 pages), wall to `git log --raw`', wall, 1.7, note)
}

function table() {
  const lines = [
    '| goal | what | ratio or count | limit | outcome | used |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ]
  return `${lines.join('\n')}\n`
}

function page() {
  const version = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim()
  const [cpu] = cpus()
  return `# What it costs

Measured ${new Date().toISOString().slice(0, 10)} by \`npm run bench\` on ${cpus().length} x ${cpu?.model ?? 'unknown'},
${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}; Node ${process.versions.node}, ${git}, yaml ${version('yaml')}.

Whole processes in turns (product, peer, product, peer, ...) after one turn that does not count; the median of the pairs'
ratios. CPU is user and system time of a process and all that it starts, git included; MiB are the peak of the Node process.
Inputs are generated and the same in every run. Ratios of one run can be compared, seconds cannot: other work on the
machine moves them by a factor of two. A missed goal stays in the table.

${table()}
## The goals

- A1: \`check\` of 10,000 files takes at most 1.5 times the CPU of reading and parsing them with \`yaml\`, positions kept.
- A3, A6: time grows with the records and not faster, also for many keys in one mapping.
- B2: rendering all documents takes at most 1.7 times the wall time of \`git log --raw\` on the same repository.
- C1: verifying a log with its Merkle root takes at most 3.2 times the CPU of JSON.parse of its lines. C2: it is linear.
- C3: an append is at most six git processes, whatever the size of the log.
- D1: \`check\` of one file takes at most 1.5 times the CPU of \`node -e 0\`, \`--help\` at most 1.25 times.
`
}

try {
  startUp()
  reading()
  await evidence()
  rendering()
  if (process.argv.includes('--write')) writeFileSync(join(here, 'RESULTS.md'), page())
  else process.stdout.write(table())
} finally {
  rmSync(work, { recursive: true, force: true })
}
