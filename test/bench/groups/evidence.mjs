import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { cli, compare, isQuick, report, work } from '../measure.mjs'

const here = import.meta.dirname
const scale = isQuick ? 10 : 1

/** @typedef {import('../measure.mjs').Command} Command */

export async function evidence() {
  const maker = join(work, 'make-log.mjs')
  const bundle = await rolldown({ input: join(here, '..', 'make-log.ts'), platform: 'node', logLevel: 'silent' })
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
    const { cpu, used } = compare(pairs, verify, { args: [join(here, '..', 'parse-lines.mjs'), lines] })
    const records = count.toLocaleString('en')
    report('C1', `\`evidence verify\` of ${records} records, CPU`, 'JSON.parse of the same lines', cpu, 3.2, used)
    report('C3', `git processes of one append to ${records} records`, '', commands.length, 6, commands.join(', '))
  }
  const [small = verifies[0], large = verifies[1]] = verifies
  if (small === undefined || large === undefined) throw new Error('nothing to compare')
  const ten = compare(pairs, large, small)
  report('C2', '10 times the records, CPU of `evidence verify`', 'the smaller log', ten.cpu, 10.5, ten.used)
}
