import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { cli, compare, isQuick, prove, report, root, work } from '../measure.mjs'

const here = import.meta.dirname
const scale = isQuick ? 10 : 1

export async function rendering() {
  example()
  const maker = join(work, 'make-repository.mjs')
  const input = join(here, '..', 'make-repository.ts')
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' })
  await bundle.write({ file: maker, format: 'esm', codeSplitting: false })
  await bundle.close()
  const [half, whole] = [made(maker, 0.5), made(maker, 1)]
  large(whole, half)
  again(whole)
}

const walk = (/** @type {string} */ folder) =>
  /** @type {const} */ ({
    args: ['log', '--raw', '--no-abbrev', '-z', '-M100%', 'main', '--', 'compliance'],
    program: 'git',
    cwd: folder,
  })

/** Start-up is most of it: what somebody waits for who renders a small program. */
function example() {
  const demo = join(work, 'demo')
  prove({ args: [join(root, '.build', 'quickstart.js'), demo] })
  const render = { args: [cli, 'render', '--cwd', demo, '--out', join(work, 'documents')], times: 3 }
  const { wall, used } = compare(isQuick ? 2 : 5, render, { ...walk(demo), times: 3 })
  report('B2', '`render` of the shipped example, wall', '`git log --raw`', wall, undefined, used)
}

/**
 * A repository with 500 documents, 20,000 commits and 100,000 records, or a share of the last two.
 * @param {string} maker @param {number} share
 */
function made(maker, share) {
  const folder = join(work, `repository-${share}`)
  mkdirSync(folder)
  const who = ['--organisation', 'Example Ltd', '--person', 'ana:Ana Souza:ana-example']
  prove({ args: [cli, 'init', '--cwd', folder, '--period-start', '2024-01-01', ...who] })
  const sizes = [440, (20_000 / scale) * share, (100_000 / scale) * share].map(String)
  execFileSync(process.execPath, [maker, folder, ...sizes], { stdio: ['ignore', 'inherit', 'inherit'] })
  return folder
}

/** @param {string} folder */
const renderOf = (folder) => ({
  args: [cli, 'render', '--cwd', folder, '--out', join(work, 'large'), '--as-of', '2026-01-05'],
})

/** @param {string} folder @param {string} half */
function large(folder, half) {
  const of = `500 documents, ${(20_000 / scale).toLocaleString('en')} commits, ${(100_000 / scale).toLocaleString('en')} records`
  // One walk over the history and one reading of the log: what cannot be done without.
  const both = `git -C ${folder} ${walk(folder).args.join(' ')} >/dev/null; ${process.execPath} ${cli} evidence verify --cwd ${folder}`
  const needed = { program: 'sh', args: ['-c', both], ok: [3] }
  const pairs = isQuick ? 1 : 3
  const against = compare(pairs, renderOf(folder), needed)
  report('B2', `\`render\` of ${of}, wall`, '`git log --raw` and `evidence verify`', against.wall, 1.7, against.used)
  report('B2', 'the same, CPU', 'the same', against.cpu, undefined)
  report('B2', 'the same, peak memory in MiB', '', against.peakMiB, 160)
  const grown = compare(pairs, renderOf(folder), renderOf(half))
  report('B2', 'the same, CPU', 'half the commits and records', grown.cpu, 2.1, grown.used)
}

/** Publishing after one record more, and publishing for the first time. @param {string} folder */
function again(folder) {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim()
  const publish = `${process.execPath} ${cli} publish --cwd ${folder} --as-of 2026-01-05`
  const before = git('rev-parse', 'compliance-evidence')
  prove({ program: 'sh', args: ['-c', publish] })
  const published = git('rev-parse', 'compliance-docs')
  const move = (/** @type {string} */ name, /** @type {string} */ to) =>
    `git -C ${folder} update-ref refs/heads/${name} ${to}`
  const first = `${move('compliance-evidence', before)}; git -C ${folder} update-ref -d refs/heads/compliance-docs; ${publish}`
  const next = `${move('compliance-evidence', git('rev-parse', 'refs/bench/after'))}; ${move('compliance-docs', published)}; ${publish}`
  const sh = (/** @type {string} */ line) => ({ program: 'sh', args: ['-c', line] })
  const { wall, used } = compare(isQuick ? 1 : 3, sh(next), sh(first))
  report('B3', '`publish` after one record more, wall', 'the first `publish`', wall, 0.1, used)
}
