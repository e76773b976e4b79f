import { join } from 'node:path'
import { cli, compare, isQuick, prove, report, root, work } from '../measure.mjs'

export function rendering() {
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
  report('B2', '`render` of the demo (114 pages), wall', '`git log --raw`', wall, 1.7, note)
}
