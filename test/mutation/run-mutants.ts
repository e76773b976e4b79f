import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './mutated-code.ts'

/** Everything apart from what the run around this one tells its own processes. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VITEST|TEST|NODE_ENV|MUTATE)/.test(name)),
)

/** Runs the mutants of `test/mutation/<name>`. @param filters names of tests; without any all that the run has */
export function runMutants(name: 'gate' | 'evidence', ...filters: readonly string[]) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const config = join(root, 'test/mutation', name, 'vitest.config.ts')
  const args = [vitest, 'run', '--config', config, '--root', root, ...filters]
  const { status, stdout } = spawnSync(process.execPath, args, { env: environment, encoding: 'utf8', cwd: root })
  const unnoticed = stdout.split('\n').filter((line) => /^(?:survives|not reached|stale)/.test(line))
  return { status, stdout, unnoticed }
}
