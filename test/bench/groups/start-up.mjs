import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeRequest, check, folderWith } from '../inputs.mjs'
import { cli, compare, isQuick, report, work } from '../measure.mjs'

export function startUp() {
  const pairs = isQuick ? 3 : 9
  const times = 10
  const nothing = { args: ['-e', '0'], times }
  const one = folderWith('one', changeRequest('CHG-2026-00001', 1))
  for (const [what, limit, run] of /** @type {const} */ ([
    ['`--version`', 1.25, { args: [cli, '--version'], times }],
    ['`--help`', 1.25, { args: [cli, '--help'], times }],
    ['`check` of 1 file', 1.5, check(one, times)],
  ])) {
    const { cpu, used } = compare(pairs, run, nothing)
    report('D1', `${what}, CPU`, '`node -e 0`', cpu, limit, used)
  }
  const empty = join(work, 'empty.cjs')
  writeFileSync(empty, '')
  const script = compare(pairs, { args: [empty], times }, nothing)
  report('D1', 'an empty script in a file, CPU', '`node -e 0`', script.cpu, undefined, script.used)
}
