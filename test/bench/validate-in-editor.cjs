// What yaml-language-server does for each file that is opened: `node validate-in-editor.cjs LIBRARY SCHEMA FOLDER`.
const { createRequire } = require('node:module')
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const [library = '', schema = '', folder = ''] = process.argv.slice(2)
const { getLanguageService } = require(library)
const { TextDocument } = createRequire(library)('vscode-languageserver-textdocument')

const service = getLanguageService({
  schemaRequestService: async (uri) => readFileSync(new URL(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
  clientCapabilities: {},
})
service.configure({
  validate: true,
  yamlVersion: '1.2',
  schemas: [{ uri: pathToFileURL(schema).href, fileMatch: ['*.yaml'] }],
})

async function main() {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    const document = TextDocument.create(pathToFileURL(file).href, 'yaml', 0, readFileSync(file, 'utf8'))
    if ((await service.doValidation(document, false)).length > 0) process.exitCode = 1
  }
}
void main()
