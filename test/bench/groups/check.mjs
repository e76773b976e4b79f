import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeRequest, check, folderWith, hostileTexts, manyKeys, programOf, registerOf } from '../inputs.mjs'
import { cli, compare, isQuick, report, reportMissing, work } from '../measure.mjs'

const scale = isQuick ? 10 : 1
const pairs = isQuick ? 2 : 3
const inWords = (/** @type {number} */ count) => count.toLocaleString('en')
const parse = (/** @type {string} */ folder) => ({
  args: [join(import.meta.dirname, '..', 'parse-yaml.mjs'), join(folder, 'compliance')],
})

export function checking() {
  const counts = /** @type {const} */ ([100 / scale, 1000 / scale, 10_000 / scale])
  const [few, some, many] = counts.map((count) => programOf(count))
  const [, , most] = counts
  if (few === undefined || some === undefined || many === undefined) throw new Error('nothing to check')

  const whole = compare(pairs, check(many), parse(many))
  const files = `\`check\` of ${inWords(most)} files`
  report('A1', `${files}, CPU`, '`yaml` parseDocument of the same files', whole.cpu, 1.5, whole.used)
  report('A3', `${files}, peak MiB`, '', Math.round(whole.peakMiB), 120)
  for (const [small, large, count] of /** @type {const} */ ([
    [few, some, counts[1]],
    [some, many, counts[2]],
  ])) {
    const { cpu, used } = compare(pairs, check(large), check(small))
    report('A3', `\`check\` of ${inWords(count)} files, CPU`, `of ${inWords(count / 10)}`, cpu, 10.5, used)
  }
  const faulty = compare(pairs, check(programOf(most, { faulty: true })), check(many))
  report('A4', `${files}, 2 % of them with a mistake, CPU`, 'without', faulty.cpu, 1.2, faulty.used)

  const [register, larger] = [registerOf(5000 / scale), registerOf(20_000 / scale)]
  const one = compare(pairs, check(register), parse(register))
  const risks = `\`check\` of a register of ${inWords(5000 / scale)} risks in one file`
  report('A1', `${risks}, CPU`, '`yaml` parseDocument of it', one.cpu, 1.5, one.used)
  proveRead(larger, 20_000 / scale)
  const four = compare(pairs, check(larger), check(register))
  report(
    'A3',
    `a register of ${inWords(20_000 / scale)} risks, CPU`,
    `of ${inWords(5000 / scale)}`,
    four.cpu,
    4.2,
    four.used,
  )
  const keys = compare(pairs, check(manyKeys(20_000)), check(manyKeys(5000)))
  report('A6', '20,000 keys in one mapping, CPU', 'of 5,000', keys.cpu, 4.2, keys.used)
  hostile()
  staged(many)
}

/** A file that was refused for its size would be a fast one. @param {string} folder @param {number} ids */
function proveRead(folder, ids) {
  const out = join(work, 'register.json')
  const args = [cli, 'check', '--cwd', folder, '--as-of', '2026-11-24', '--format', `json=${out}`]
  try {
    execFileSync(process.execPath, args, { stdio: 'ignore' })
  } catch {
    // The findings are of no interest here.
  }
  const said = readFileSync(out, 'utf8')
  if (said.includes('YML-')) throw new Error(`the register of ${ids} risks was not read`)
}

/** Doubling a text must not cost more than a little over double. */
function hostile() {
  const bytes = 500_000 / scale
  let worst = { cpu: 0, name: '', used: '' }
  for (const [name, make] of Object.entries(hostileTexts)) {
    const [small, large] = [folderWith('small', make(bytes)), folderWith('large', make(2 * bytes))]
    const { cpu, used } = compare(1, check(large), check(small))
    if (cpu > worst.cpu) worst = { cpu, name, used }
    rmSync(small, { recursive: true })
    rmSync(large, { recursive: true })
  }
  const count = Object.keys(hostileTexts).length
  const what = `the worst of ${count} hostile texts (${worst.name}), ${(2 * bytes) / 1e6} MB, CPU`
  report('A6', what, `of ${bytes / 1e6} MB`, worst.cpu, 3, worst.used)
}

/** One file is staged in a repository that holds all the others. @param {string} folder */
function staged(folder) {
  const what = '`check --staged` with one file staged of 10,000'
  if (!execFileSync(process.execPath, [cli, 'check', '--help'], { encoding: 'utf8' }).includes('--staged')) {
    reportMissing('A7', what, '`check` has no --staged yet')
    return
  }
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' })
  const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false']
  if (!existsSync(join(folder, '.git'))) {
    git('init', '--quiet')
    git('add', '--all')
    git(...who, 'commit', '--quiet', '--message', 'All of it')
  }
  const file = join('compliance', 'changes', 'CHG-2026-00001.yaml')
  writeFileSync(join(folder, file), changeRequest('CHG-2026-00001', 2))
  git('add', file)
  const run = check(folder)
  const { cpu, used } = compare(pairs, { ...run, args: [...run.args, '--staged'] }, run)
  report('A7', `${what}, CPU`, 'without --staged', cpu, 1.5, used)
  report('A7', `${what}, git processes`, '', countGit([...run.args, '--staged'], folder), 4)
}

/** How many times a run starts git: one that counts stands before the real one in PATH. */
function countGit(/** @type {readonly string[]} */ args, /** @type {string} */ cwd) {
  const bin = join(work, 'bin')
  const log = join(work, 'git-calls')
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho call >>'${log}'\nexec '${real}' "$@"\n`)
  chmodSync(join(bin, 'git'), 0o755)
  writeFileSync(log, '')
  try {
    execFileSync(process.execPath, args, {
      cwd,
      env: { PATH: `${bin}:${process.env['PATH']}`, HOME: work },
      stdio: 'ignore',
    })
  } catch {
    // Findings end it with 1.
  }
  return readFileSync(log, 'utf8').split('\n').length - 1
}
