// Bundles the command line and the Action into one file each (dist/), and the developer tasks into .build/.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..', '..')

/**
 * @param {Record<string, string>} input name of the made file -> its source
 * @param {string} dir
 */
async function bundle(input, dir) {
  rmSync(join(root, dir), { recursive: true, force: true })
  const made = await rolldown({
    input: Object.fromEntries(Object.entries(input).map(([name, file]) => [name, join(root, file)])),
    platform: 'node',
    cwd: root,
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${log.code ?? 'warning'}: ${log.message}`)
    },
  })
  await made.write({ dir: join(root, dir), format: 'esm', minify: true, chunkFileNames: 'chunks/[name]-[hash].js' })
  await made.close()
}

await bundle({ cli: 'src/cli/main.ts', action: 'src/action/main.ts' }, 'dist')
await bundle({ quickstart: 'src/dev/quickstart.ts' }, '.build')
