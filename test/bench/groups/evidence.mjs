import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { cli, compare, isQuick, report, work } from '../measure.mjs'

const here = import.meta.dirname
const scale = isQuick ? 10 : 1

/** @typedef {import('../measure.mjs').Command} Command */
/** @typedef {{ count: number, verify: Command, lines: string, appendMs: number }} Log */

export async function evidence() {
  const maker = join(work, 'make-log.mjs')
  const bundle = await rolldown({ input: join(here, '..', 'make-log.ts'), platform: 'node', logLevel: 'silent' })
  await bundle.write({ file: maker, format: 'esm', codeSplitting: false })
  await bundle.close()
  const logs = [10_000 / scale, 100_000 / scale, 1_000_000 / scale].map((count) => measureLog(maker, count))
  const [small, large, huge] = logs
  if (small === undefined || large === undefined || huge === undefined) throw new Error('nothing to compare')
  for (const [ten, one] of /** @type {const} */ ([
    [large, small],
    [huge, large],
  ])) {
    const of = `${ten.count.toLocaleString('en')} records`
    const grown = compare(1, ten.verify, one.verify)
    report('C2', `\`evidence verify\` of ${of}, CPU`, 'a tenth of them', grown.cpu, 10.5, grown.used)
    report('C3', `one append to ${of}, time`, 'a tenth of them', ten.appendMs / one.appendMs, 2)
  }
}

/** Verifies a log of so many records and appends one to it. @param {string} maker @param {number} count @returns {Log} */
function measureLog(maker, count) {
  const [folder, lines] = [join(work, `log-${count}`), join(work, `lines-${count}`)]
  const made = execFileSync(process.execPath, [maker, folder, lines, String(count)], { encoding: 'utf8' })
  const { commands, appendMs, startMs } = JSON.parse(made)
  // A log without a trusted key is verified to the last byte, and then not determined.
  const verify = { args: [cli, 'evidence', 'verify', '--cwd', folder], ok: [3] }
  const pairs = isQuick || count > 100_000 ? 1 : 3
  const of = `${count.toLocaleString('en')} records`
  const parsed = compare(pairs, verify, { args: [join(here, '..', 'parse-lines.mjs'), lines] })
  report('C1', `\`evidence verify\` of ${of}, CPU`, 'JSON.parse of the same lines', parsed.cpu, 3.2, parsed.used)
  const hashed = compare(pairs, verify, { args: [join(here, '..', 'hash-lines.mjs'), lines] })
  report('C1', `\`evidence verify\` of ${of}, CPU`, 'SHA-256 of the same lines', hashed.cpu, undefined, hashed.used)
  report('C2', `\`evidence verify\` of ${of}, peak memory in MiB`, '', parsed.peakMiB, 150)
  report('C3', `git processes of one append to ${of}`, '', commands.length, 6, commands.join(', '))
  const used = `${appendMs.toFixed(0)} ms, with the check of the end of the log and the push; peer ${startMs.toFixed(1)} ms`
  report('C3', `one append to ${of}, time`, 'one start of git', appendMs / startMs, undefined, used)
  return { count, verify, lines, appendMs }
}
