// Runs whole processes in turns and keeps the rows of the table. CPU is user and system time of a process and all that it
// starts, as the shell's `times` adds them up (so: not on Windows).
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
export const root = join(here, '..', '..')
export const cli = join(root, 'dist', 'cli.js')
/** A tenth of everything, to try the bench itself. */
export const isQuick = process.argv.includes('--quick')
/** How many turns each comparison takes, where `--pairs=N` says so. */
const askedPairs = Number(
  process.argv.find((word) => word.startsWith('--pairs='))?.slice('--pairs='.length) ?? Number.NaN,
)
export const work = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
const usageFile = join(work, 'usage.json')

/**
 * A command as it is measured: what to run, which exit statuses are an answer, how often in one turn.
 * @typedef {{ args: readonly string[], ok?: readonly number[], program?: string, cwd?: string, times?: number }} Command
 */
/** @typedef {{ cpuMs: number, wallMs: number }} Usage */

// Nothing of the machine's settings: some of them make every start of Node slower, and a ratio smaller.
const env = { PATH: process.env.PATH, HOME: work, BENCH_USAGE: usageFile }

/** Runs it once: does it what it should? Gives the peak of its memory in MiB. @param {Command} command */
export function prove({ args, ok = [0], program, cwd = work }) {
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

/**
 * Product and peer in turns (A B A B ...), after one that does not count; the median of the pairs' ratios.
 * @param {number} pairs @param {Command} product @param {Command} peer
 */
export function compare(pairs, product, peer) {
  const peakMiB = prove(product)
  const peerPeakMiB = prove(peer)
  /** @type {Usage[]} */ const ours = []
  /** @type {Usage[]} */ const theirs = []
  const turns = askedPairs > 0 ? askedPairs : pairs
  for (let turn = 0; turn < turns; turn += 1) {
    ours.push(measure(product))
    theirs.push(measure(peer))
  }
  const ratio = (/** @type {keyof Usage} */ key) =>
    median(ours.map((one, index) => one[key] / (theirs[index]?.[key] ?? Number.NaN)))
  const cpuMs = median(ours.map((one) => one.cpuMs))
  const peerCpuMs = median(theirs.map((one) => one.cpuMs))
  const peak = (/** @type {number} */ mib) => (mib > 0 ? `, ${mib.toFixed(0)} MiB` : '')
  const used = `${time(cpuMs)}${peak(peakMiB)}; peer ${time(peerCpuMs)}${peak(peerPeakMiB)}`
  return { cpu: ratio('cpuMs'), wall: ratio('wallMs'), cpuMs, peakMiB, used }
}

const time = (/** @type {number} */ ms) => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`)

/** @type {string[][]} */
let rows = []

/**
 * A row of the table: met where the value is at most the limit. Without a limit it is only shown.
 * @param {string} goal @param {string} what @param {string} peer what it is compared with
 * @param {number} value @param {number | undefined} limit
 * @param {string} [note]
 */
export function report(goal, what, peer, value, limit, note = '') {
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(value < 0.1 ? 3 : 2)
  const outcome = limit === undefined ? '' : value <= limit ? 'met' : '**missed**'
  add([goal, what, peer, shown, limit === undefined ? '' : `<= ${limit}`, outcome, note])
}

/** A row that could not be measured here, with the reason. @param {string} goal @param {string} what @param {string} why */
export const reportMissing = (goal, what, why) => add([goal, what, '', '', '', 'not measured', why])

function add(/** @type {string[]} */ row) {
  rows.push(row)
  process.stderr.write(`${row.filter((cell) => cell !== '').join(' | ')}\n`)
}

/** The rows since the last call, as a table of Markdown. */
export function takeTable() {
  const lines = [
    '| goal | what | compared with | ratio or count | limit | outcome | used |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ]
  rows = []
  return `${lines.join('\n')}\n`
}
