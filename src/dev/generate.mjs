// Makes the files that are derived from schemas/ and templates/: types, validators without run-time code generation,
// and precompiled templates. They are never committed, so they cannot drift from their source.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { Ajv } from 'ajv'
import standaloneModule from 'ajv/dist/standalone/index.js'
import addFormatsModule from 'ajv-formats'
import Handlebars from 'handlebars'
import { compile } from 'json-schema-to-typescript'
import { rolldown } from 'rolldown'
import { toEditorSchema } from './editor-schema.mjs'
import { annotations, kindModule, kindTable } from './kind-table.mjs'

const root = join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)
const standalone = standaloneModule.default ?? standaloneModule
const addFormats = addFormatsModule.default ?? addFormatsModule

const schemaFiles = readdirSync(join(root, 'schemas'))
  .filter((name) => name.endsWith('.json'))
  .sort()
const schemas = Object.fromEntries(
  schemaFiles.map((name) => [name, JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8'))]),
)
const kinds = schemaFiles.filter((name) => name !== 'common.json')
/** Facts, log records and reports are written by programs, never in an editor. */
const isWrittenByHand = (/** @type {string} */ name) => schemas[name].properties?.apiVersion !== undefined
const pascal = (/** @type {string} */ name) =>
  basename(name, '.json').replace(/(^|-)([a-z])/g, (_all, _dash, letter) => letter.toUpperCase())

/** Settings and cases of the gate are no records of the program. */
const noRecords = new Set(['config.json', 'gate-cases.json'])
const recordFiles = kinds.filter((name) => isWrittenByHand(name) && !noRecords.has(name))

/** `x-*` is the user's own and untyped: left out of the types, or every record would have an index signature. */
const withoutOwnFields = (/** @type {unknown} */ node) =>
  JSON.parse(JSON.stringify(node, (key, value) => (key === 'patternProperties' ? undefined : value)))

/** Types: one module; what common.json defines appears once because it is declared once. */
async function writeTypes() {
  const cwd = join(root, '.build', 'generate')
  rmSync(cwd, { recursive: true, force: true })
  mkdirSync(cwd, { recursive: true })
  for (const [name, schema] of Object.entries(schemas)) {
    writeFileSync(join(cwd, name), JSON.stringify(withoutOwnFields(schema)))
  }
  const whole = {
    type: 'object',
    additionalProperties: false,
    required: kinds.map(pascal),
    properties: Object.fromEntries(kinds.map((name) => [pascal(name), { $ref: `./${name}` }])),
  }
  const text = await compile(whole, 'SchemaTypes', {
    cwd,
    bannerComment: '// Made from schemas/ by src/dev/generate.mjs. Do not edit.',
    additionalProperties: false,
    format: false,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
  })
  writeFileSync(join(root, 'src/model/records.gen.ts'), `// biome-ignore-all lint: generated\n${text}`)
}

/** Validators by who uses them, so that a command loads only those of what it reads. */
const validatorModules = [
  { file: 'facts-validators', kinds: ['deployment-facts.json', 'pull-request-facts.json'] },
  { file: 'evidence-validators', kinds: ['evidence-record.json'] },
  { file: 'dataset-validators', kinds: ['dataset-items.json'] },
  { file: 'sample-validators', kinds: ['sample.json'] },
  { file: 'trust-validators', kinds: ['fork-proof.json', 'log-keys.json'] },
  { file: 'bundle-validators', kinds: ['period-bundle.json'] },
  {
    file: 'report-validators',
    kinds: [
      'assessment.json',
      'audit-report.json',
      'check-report.json',
      'check-report-line.json',
      'doctor-report.json',
      'gate-result.json',
      'gate-simulation.json',
      'gate-replay.json',
      'gate-cases-report.json',
    ],
  },
]

/**
 * Validators: standalone code, bundled with what it needs, so nothing is compiled at run time.
 * @param {readonly string[]} kinds names of schemas
 * @param {{ explained: boolean, format: 'esm' | 'cjs' }} options `explained`: faults carry the schema and the value, for
 *   messages to a person who wrote the file by hand
 */
async function makeValidators(kinds, { explained, format }) {
  const ajv = new Ajv({
    code: { source: true, esm: true, lines: false },
    allErrors: true,
    verbose: explained,
    // A definition that many places refer to is one function and not a copy in each.
    inlineRefs: false,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    // One look at `kind` instead of trying every alternative, and only the errors of the one that was meant.
    discriminator: true,
    keywords: [
      ...annotations,
      'markdownDescription',
      'enumDescriptions',
      'defaultSnippets',
      'x-intellij-enum-metadata',
    ],
  })
  addFormats(ajv)
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name)
  const code = standalone(ajv, Object.fromEntries(kinds.map((name) => [pascal(name), name])))
  const entry = join(root, `src/read/${kinds[0]}.tmp.gen.js`)
  writeFileSync(entry, code)
  try {
    const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' })
    const { output } = await bundle.generate({ format, minify: format === 'cjs', comments: false })
    return `// biome-ignore-all lint: generated\n${output[0].code}`
  } finally {
    rmSync(entry)
  }
}

async function writeValidators(/** @type {(typeof validatorModules)[number]} */ { file, kinds }) {
  const text = await makeValidators(kinds, { explained: false, format: 'esm' })
  writeFileSync(join(root, `src/read/${file}.gen.js`), text)
  const lines = kinds.map((name) => `export const ${pascal(name)}: Validator`)
  const fault =
    'instancePath: string; schemaPath: string; keyword: string; params: Record<string, unknown>; message?: string'
  writeFileSync(
    join(root, `src/read/${file}.gen.d.ts`),
    `interface Fault { ${fault} }\ninterface Validator { (data: unknown): boolean; errors?: Fault[] | null }\n${lines.join('\n')}\n`,
  )
}

/**
 * One file for each kind that a person writes. They are CommonJS and stay files of their own beside the built program, so
 * that a run loads those of the kinds it meets: all of them together are most of the code.
 */
async function writeHandWrittenValidators() {
  const folder = join(root, 'src/read/validators')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const name of kinds.filter((name) => isWrittenByHand(name))) {
    const text = await makeValidators([name], { explained: true, format: 'cjs' })
    writeFileSync(join(folder, `${pascal(name)}.gen.cjs`), text)
  }
}

/**
 * A list of everything of one sort, by id: every file below a folder that defines one, so that a new one is one file.
 *
 * @param {{ folder: string, define: string, list: string, type: string, from: string, says: string, ids?: string }} sort
 */
function writeRegistry({ folder: name, define, list, type, from, says, ids = '[A-Z]{3}-\\d{3}' }) {
  const folder = join(root, name)
  const pattern = new RegExp(`^export const (\\w+) = ${define}\\(\\{\\n {2}id: '(${ids})',$`, 'm')
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .flatMap((path) => {
      const text = path.endsWith('.ts') ? readFileSync(join(folder, path), 'utf8') : ''
      const [, name, id] = pattern.exec(text) ?? []
      return name === undefined || id === undefined ? [] : [{ name, id, path }]
    })
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.path < b.path ? -1 : 1))
  const imports = found.map(({ name, path }) => `import { ${name} } from './${path}'`)
  const names = found.map(({ name }) => `  ${name},`)
  const text = `// biome-ignore-all lint: generated
// Made from the files of this folder by src/dev/generate.mjs. Do not edit.
import type { ${type} } from '${from}'
${imports.join('\n')}

/** ${says} */
export const ${list}: readonly ${type}[] = [
${names.join('\n')}
]
`
  writeFileSync(join(folder, 'registry.gen.ts'), text)
}

function writeKinds() {
  writeFileSync(join(root, 'src/model/kinds.gen.ts'), kindModule(kindTable(schemas, recordFiles)))
}

/** The fields of each dataset with their forms, from which a mapping knows what a column may become. */
function writeDatasetFields() {
  const { definitions } = schemas['dataset-items.json']
  const nameOf = (/** @type {{ $ref?: string }} */ { $ref = '' }) => $ref.split('/').at(-1) ?? ''
  const toField = (/** @type {any} */ schema) => {
    const nullable = schema.oneOf?.some((/** @type {any} */ one) => one.type === 'null') ?? false
    const own = nullable ? schema.oneOf.find((/** @type {any} */ one) => one.type !== 'null') : schema
    if (own.enum !== undefined) return { type: 'choice', nullable, choices: own.enum }
    if (own.type === 'boolean') return { type: 'flag', nullable }
    const isList = own.type === 'array'
    const name = nameOf(isList ? own.items : own)
    const { pattern, maxLength } = isList ? definitions[name] : (definitions[name] ?? own)
    // What is written where it stands is the digest of a text.
    const type = name === '' ? 'digest' : name.replace(/^dataset/, '').toLowerCase()
    return { type, nullable, ...(isList ? { mostParts: own.maxItems } : {}), pattern, maxLength }
  }
  const datasets = schemas['dataset-items.json'].oneOf.map((/** @type {{ $ref: string }} */ entry) => {
    const { dataset, item } = definitions[nameOf(entry)].properties
    const fields = Object.entries(definitions[nameOf(item)].properties)
    return [dataset.const, Object.fromEntries(fields.map(([field, schema]) => [field, toField(schema)]))]
  })
  writeFileSync(
    join(root, 'src/model/dataset-fields.gen.ts'),
    `// biome-ignore-all lint: generated
// Made from schemas/dataset-items.json by src/dev/generate.mjs. Do not edit.
export type DatasetName = ${datasets.map(([name]) => `'${name}'`).join(' | ')}
/** What a field of an item may hold. */
export interface DatasetField {
  readonly type: 'account' | 'choice' | 'count' | 'day' | 'digest' | 'flag' | 'id' | 'moment' | 'name' | 'text'
  readonly nullable: boolean
  /** Of a list: how many parts it may have. */
  readonly mostParts?: number
  readonly choices?: readonly string[]
  readonly pattern?: string
  readonly maxLength?: number
}
export const datasetFields: Readonly<Record<DatasetName, Readonly<Record<string, DatasetField>>>> = ${JSON.stringify(Object.fromEntries(datasets), null, 2)}
`,
  )
}

/** Templates: precompiled, without helpers of Handlebars' own, so that a page is data and nothing else. */
function writeTemplates() {
  const files = readdirSync(join(root, 'templates'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hbs'))
    .map((name) => name.split('\\').join('/'))
    .sort()
  const entries = files.map((name) => {
    const text = readFileSync(join(root, 'templates', name), 'utf8')
    const spec = Handlebars.precompile(text, {
      strict: true,
      noEscape: true,
      preventIndent: true,
      knownHelpersOnly: true,
    })
    return `  ${JSON.stringify(name.replace(/\.hbs$/, ''))}: ${spec},`
  })
  writeFileSync(
    join(root, 'src/render/templates.gen.js'),
    `// biome-ignore-all lint: generated\nexport const templates = {\n${entries.join('\n')}\n}\n`,
  )
  writeFileSync(
    join(root, 'src/render/templates.gen.d.ts'),
    'export const templates: Readonly<Record<string, object>>\n',
  )
}

/** The starter program and the schemas as text, so that the built command needs no files beside it. */
function writeStarter() {
  const starter = readdirSync(join(root, 'policies'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .filter((name) => /\.(?:yaml|md)$/.test(name))
    .sort()
  const toEntry = (/** @type {string} */ folder) => (/** @type {string} */ path) => ({
    path,
    text: readFileSync(join(root, folder, path), 'utf8'),
  })
  const toSchema = (/** @type {string} */ path) => ({
    path,
    text: `${JSON.stringify(toEditorSchema(path, schemas), null, 2)}\n`,
  })
  const edited = schemaFiles.filter((name) => name === 'common.json' || isWrittenByHand(name))
  const file = join(root, 'src/usecases/starter.gen.js')
  const value = { files: starter.map(toEntry('policies')), schemas: edited.map(toSchema) }
  writeFileSync(file, `// biome-ignore-all lint: generated\nexport const starter = ${JSON.stringify(value)}\n`)
  writeFileSync(
    file.replace(/js$/, 'd.ts'),
    'interface Text { readonly path: string; readonly text: string }\nexport const starter: { readonly files: readonly Text[]; readonly schemas: readonly Text[] }\n',
  )
}

/** The schemas of records with their annotations, from which `new` and `check --fix` know what a value means. */
function writeRecordSchemas() {
  const texts = [...recordFiles, 'common.json'].map((name) => [name, JSON.stringify(schemas[name])])
  const file = join(root, 'src/usecases/record-schemas.gen.js')
  const value = JSON.stringify(Object.fromEntries(texts))
  writeFileSync(file, `// biome-ignore-all lint: generated\nexport const recordSchemas = ${value}\n`)
  writeFileSync(
    file.replace(/js$/, 'd.ts'),
    '/** JSON Schema as text, by file name. */\nexport const recordSchemas: Readonly<Record<string, string>>\n',
  )
}

/** What every log carries beside its records, as text, with the digest of the program that auditors run. */
function writeLogFiles() {
  const text = (/** @type {string} */ name) => readFileSync(join(root, 'templates', 'evidence-log', name), 'utf8')
  const verifier = text('verify.py')
  const files = {
    readme: text('README.md'),
    verifier,
    verifierSha256: createHash('sha256').update(verifier).digest('hex'),
  }
  writeFileSync(
    join(root, 'src/evidence/log-files.gen.ts'),
    `// biome-ignore-all lint: generated
// Made from templates/evidence-log by src/dev/generate.mjs. Do not edit.
export const logFiles = ${JSON.stringify(files, null, 2)} as const
`,
  )
}

/** The program that auditors run in a period bundle, as text, with its digest. */
function writeBundleFiles() {
  const verifier = readFileSync(join(root, 'templates', 'period', 'verify.py'), 'utf8')
  const files = { verifier, verifierSha256: createHash('sha256').update(verifier).digest('hex') }
  writeFileSync(
    join(root, 'src/evidence/bundle-files.gen.ts'),
    `// biome-ignore-all lint: generated
// Made from templates/period by src/dev/generate.mjs. Do not edit.
export const bundleFiles = ${JSON.stringify(files, null, 2)} as const
`,
  )
}

require.resolve('ajv-formats/dist/formats')
await Promise.all([writeTypes(), ...validatorModules.map(writeValidators), writeHandWrittenValidators()])
writeKinds()
writeDatasetFields()
writeRecordSchemas()
writeRegistry({
  folder: 'src/rules',
  define: 'defineRule',
  list: 'rules',
  type: 'AnyRule',
  from: './define-rule.ts',
  says: 'Every rule, by id.',
})
writeRegistry({
  folder: 'src/assess/rules',
  define: 'defineAssessmentRule',
  list: 'assessmentRules',
  type: 'AssessmentRule',
  from: '../assessment-rule.ts',
  says: 'Every rule about results, by id.',
})
writeRegistry({
  folder: 'src/render/pages',
  define: 'defineDocument',
  list: 'allDocuments',
  type: 'DocumentDefinition',
  from: '../define-document.ts',
  says: 'Every document, by id.',
  ids: 'DOC(?:-[A-Z]+)+',
})
writeRegistry({
  folder: 'src/doctor',
  define: 'defineCheck',
  list: 'setupChecks',
  type: 'SetupCheck',
  from: './define-check.ts',
  says: 'Everything that `doctor` looks at without a network, by id.',
})
writeRegistry({
  folder: 'src/doctor/remote',
  define: 'defineRemoteCheck',
  list: 'remoteChecks',
  type: 'RemoteCheck',
  from: '../define-check.ts',
  says: 'Everything that `doctor` asks the forge about, by id.',
})
writeTemplates()
writeStarter()
writeLogFiles()
writeBundleFiles()
