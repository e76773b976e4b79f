import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './decision-code.ts'

/** Everything apart from what the run around this one tells its own processes. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VITEST|TEST|NODE_ENV|MUTATE)/.test(name)),
)

function run(...filters: readonly string[]) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const config = join(root, 'test/mutation/gate/vitest.config.ts')
  const args = [vitest, 'run', '--config', config, '--root', root, ...filters]
  const { status, stdout } = spawnSync(process.execPath, args, { env: environment, encoding: 'utf8', cwd: root })
  return { status, stdout }
}

test('no change of the finished decision code goes unnoticed', () => {
  const { status, stdout } = run()
  expect(stdout.split('\n').filter((line) => /^(?:survives|not reached|stale)/.test(line))).toEqual([])
  expect(status, stdout).toBe(0)
})

test('a change that no test notices is named, and fails the run', () => {
  const { status, stdout } = run('worst-verdict')
  expect(status).toBe(1)
  expect(stdout).toMatch(/^not reached: src\/gate\/names\.ts:\d+:\d+ {2}/m)
})
