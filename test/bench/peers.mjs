// Programs that others use for the same work, in fixed versions. They are installed outside the project, once, and are no
// dependency of it.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, work } from './measure.mjs'

/** @typedef {{ name: string, packages: readonly string[], entry: string }} Peer */
/** @type {Readonly<Record<'ajvCli' | 'languageServer' | 'spectral', Peer>>} */
export const peers = {
  ajvCli: { name: 'ajv-cli 5.0.0', packages: ['ajv-cli@5.0.0', 'ajv-formats@2.1.1'], entry: 'ajv-cli/dist/index.js' },
  languageServer: {
    name: 'yaml-language-server 1.25.0',
    packages: ['yaml-language-server@1.25.0'],
    entry: 'yaml-language-server/out/server/src/index.js',
  },
  spectral: {
    name: 'spectral-cli 6.16.0',
    packages: ['@stoplight/spectral-cli@6.16.0'],
    entry: '@stoplight/spectral-cli/dist/index.js',
  },
}

/** The file to run or load; an Error where the peer cannot be installed here. @param {Peer} peer */
export function install({ name, packages, entry }) {
  const folder = join(tmpdir(), 'countersign-bench-peers', name.replace(/\W+/g, '-'))
  const file = join(folder, 'node_modules', entry)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages]
  try {
    execFileSync('npm', args, { cwd: folder, stdio: 'ignore', timeout: 300_000 })
  } catch {
    return new Error(`${name} could not be installed from the npm registry`)
  }
  return existsSync(file) ? file : new Error(`${name} holds no ${entry}`)
}

const schemaFile = (/** @type {string} */ name) => join(root, 'schemas', `${name}.json`)

/** @param {string} entry @param {string} folder */
export const ajvCli = (entry, folder) => {
  const options = ['--spec=draft7', '--strict=false', '--all-errors', '-c', 'ajv-formats']
  const schemas = ['-s', schemaFile('change-request'), '-r', schemaFile('common')]
  return { args: [entry, 'validate', ...options, ...schemas, '-d', join(folder, '*.yaml')] }
}

/** @param {string} entry @param {string} folder */
export const languageServer = (entry, folder) => ({
  args: [join(import.meta.dirname, 'validate-in-editor.cjs'), entry, schemaFile('change-request'), folder],
})

/** @param {string} entry @param {string} folder */
export const spectral = (entry, folder) => ({
  args: [entry, 'lint', '--quiet', '--ruleset', ruleset(), join(folder, '*.yaml')],
})

/** One rule: the schema of change requests, with what it takes from others put inside. */
function ruleset() {
  const read = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(schemaFile(name), 'utf8').replaceAll('common.json#/', '#/'))
  const { $id: _id, ...schema } = read('change-request')
  const whole = { ...schema, definitions: { ...read('common').definitions, ...schema.definitions } }
  const then = { function: 'schema', functionOptions: { schema: whole, allErrors: true } }
  const file = join(work, 'ruleset.json')
  writeFileSync(file, JSON.stringify({ rules: { schema: { given: '$', severity: 'error', then } } }))
  return file
}
