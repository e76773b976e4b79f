import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { everyRule } from '../../src/assess/every-rule.ts'
import { commands } from '../../src/cli/commands.ts'
import { setupChecks } from '../../src/doctor/registry.gen.ts'
import { remoteChecks } from '../../src/doctor/remote/registry.gen.ts'
import { bundleFiles } from '../../src/evidence/bundle-files.gen.ts'
import { verifierSha256 } from '../../src/evidence/tree-layout.ts'
import { checkFormats } from '../../src/report/print-check-report.ts'
import { explain } from '../../src/usecases/explain.ts'
import { starterWorkflows } from '../../src/usecases/starter/starter-workflows.ts'
import { gateExamples } from '../support/readme-gate.ts'

const root = join(import.meta.dirname, '..', '..')
const readme = join(root, 'README.md')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n')

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

const metadata = () => parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Metadata
const described = (entries: Metadata['inputs']) =>
  Object.entries(entries).map(([name, { description }]) => [`\`${name}\``, description])

const tables: Readonly<Record<string, () => string | Promise<string>>> = {
  ...gateExamples,
  commands: () =>
    table(
      ['command', 'what it does'],
      commands.map(({ name, summary }) => [`\`${name}\``, summary]),
    ),
  rules: () =>
    table(
      ['rule', 'severity', 'what it wants'],
      everyRule.map(({ id, severity, title }) => [`\`${id}\``, severity, title]),
    ),
  formats: () =>
    table(
      ['format', 'what it is for'],
      checkFormats.map(({ name, what }) => [`\`${name}\``, what]),
    ),
  workflows: () =>
    starterWorkflows('main')
      .map(({ path, text }) => `\`${path}\`:\n\n\`\`\`yaml\n${text}\`\`\``)
      .join('\n\n'),
  'setup checks': () =>
    table(
      ['check', 'severity', 'what is so where all is well'],
      setupChecks.map(({ id, severity, title }) => [`\`${id}\``, severity, title]),
    ),
  'remote checks': () =>
    table(
      ['check', 'severity', 'what is so where all is well', 'criteria'],
      remoteChecks.map(({ id, severity, title, criteria }) => [`\`${id}\``, severity, title, criteria.join(', ')]),
    ),
  'bundle-verifier': () => `\`\`\`text\n${bundleFiles.verifierSha256}  verify.py\n\`\`\``,
  verifier: () => `\`\`\`text\n${verifierSha256}  verify.py\n\`\`\``,
  inputs: () => table(['input', 'meaning'], described(metadata().inputs)),
  outputs: () => table(['output', 'meaning'], described(metadata().outputs)),
}

/** `UPDATE=1 npx vitest run test/unit/readme.test.ts` writes them anew. */
test.each(Object.keys(tables))('the README table %s is what the code says', async (name) => {
  const [open, close] = [`<!-- generated: ${name} -->`, `<!-- /generated: ${name} -->`]
  const text = readFileSync(readme, 'utf8')
  const start = text.indexOf(open)
  const end = text.indexOf(close)
  expect(start, `README.md has the marker ${open}`).toBeGreaterThan(-1)
  expect(end).toBeGreaterThan(start)
  const wanted = `${open}\n${await tables[name]?.()}\n`
  if (process.env['UPDATE'] === '1') writeFileSync(readme, text.slice(0, start) + wanted + text.slice(end))
  else expect(text.slice(start, end)).toBe(wanted)
})

test('docs/rules.md is what the rules say of themselves', () => {
  const page = join(root, 'docs', 'rules.md')
  const wanted = explain({ all: true, format: 'markdown' })
  if (process.env['UPDATE'] === '1') writeFileSync(page, wanted)
  else expect(readFileSync(page, 'utf8')).toBe(wanted)
})
