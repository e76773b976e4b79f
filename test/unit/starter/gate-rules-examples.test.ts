import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { failuresOf, runRules } from '../../../src/rules/run-rules.ts'
import { filledProgram, tokenValues } from '../../support/starter-program.ts'

const path = 'compliance/gate-rules.yaml'
/** What stands behind `# ` as YAML; sentences begin with a letter. */
const uncommented = (text: string) => text.replace(/^( *)# (?=- id: | {2,}|botChanges:|freezes:)/gm, '$1')

const program = (change: (text: string) => string): readonly SourceFile[] =>
  filledProgram().map((file) =>
    file.path === path && 'bytes' in file
      ? { path, bytes: Buffer.from(change(Buffer.from(file.bytes).toString('utf8'))) }
      : file,
  )
const textOf = (files: readonly SourceFile[]) => {
  const file = files.find((one) => one.path === path)
  return file !== undefined && 'bytes' in file ? Buffer.from(file.bytes).toString('utf8') : ''
}

test('the examples in the comments are rules, and are valid', () => {
  const files = program(uncommented)
  const written = parse(textOf(files)) as Record<string, readonly { id?: string }[]>
  expect(written['rules']?.map(({ id }) => id).slice(5)).toEqual(['tested', 'infrastructure', 'signed-and-settled'])
  expect(written['botChanges']).toHaveLength(1)
  expect(written['freezes']).toHaveLength(1)
  const reading = readProgram(files)
  expect(reading.problems).toEqual([])
  const found = failuresOf(
    runRules(reading.model, { asOf: tokenValues['today'] ?? '', settings: defaultSettings }, rules),
  )
  // One person is too few for any rule that names a role.
  expect(
    found.filter(({ rule }) => !['SCP-005', 'GAT-001'].includes(rule.id)).map(({ finding }) => finding.message),
  ).toEqual([])
})

test('without them the starter has the five rules that it begins with', () => {
  const written = parse(textOf(program((text) => text))) as Record<string, readonly unknown[]>
  expect(Object.keys(written)).toEqual(['apiVersion', 'kind', 'deployment', 'default', 'changeApprovals', 'rules'])
  expect(written['rules']).toHaveLength(5)
})
