// Bundles the command line and the Action into dist/, and the developer tasks into .build/.
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..', '..')

/**
 * @param {Record<string, string>} input name of the made file -> its source
 * @param {string} dir
 * @param {'cjs' | 'esm'} format
 */
async function bundle(input, dir, format) {
  rmSync(join(root, dir), { recursive: true, force: true })
  const made = await rolldown({
    input: Object.fromEntries(Object.entries(input).map(([name, file]) => [name, join(root, file)])),
    platform: 'node',
    cwd: root,
    // The same parser as modules: what nobody calls is left out, and what is left needs no wrapper around each file.
    resolve: { alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') } },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${log.code ?? 'warning'}: ${log.message}`)
    },
  })
  await made.write({
    dir: join(root, dir),
    format,
    minify: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Never a part of another chunk, so that the validators can lie beside it.
    codeSplitting: { groups: [{ name: 'validator-of', test: /src\/read\/validator-of\.ts$/ }] },
  })
  await made.close()
  cpSync(join(root, 'src/read/validators'), join(root, dir, 'chunks/validators'), { recursive: true })
}

// Node loads CommonJS in two thirds of the time that it needs for modules.
await bundle({ cli: 'src/cli/main.ts', action: 'src/action/main.ts' }, 'dist', 'cjs')
writeFileSync(join(root, 'dist', 'package.json'), '{ "type": "commonjs" }\n')
// The hook of pre-commit runs the file itself.
chmodSync(join(root, 'dist', 'cli.js'), 0o755)
await bundle({ quickstart: 'src/dev/quickstart.ts' }, '.build', 'esm')
