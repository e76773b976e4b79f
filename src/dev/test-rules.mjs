// Bundles the mutation run over the rules and runs it; ends as it ends.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, '.build', 'mutation')
rmSync(folder, { recursive: true, force: true })
const made = await rolldown({
  input: { 'mutate-rules': join(root, 'test/mutation/mutate-rules.ts') },
  platform: 'node',
  cwd: root,
  logLevel: 'silent',
  external: /^[^./]/,
  // The bundle lies elsewhere than the cases.
  transform: { define: { 'import.meta.dirname': JSON.stringify(join(root, 'test/support')) } },
})
await made.write({ dir: folder, format: 'esm' })
await made.close()
cpSync(join(root, 'src/read/validators'), join(folder, 'validators'), { recursive: true })
const { status } = spawnSync(process.execPath, [join(folder, 'mutate-rules.js')], { stdio: 'inherit', cwd: root })
process.exitCode = status ?? 1
