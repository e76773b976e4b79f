import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { actionDefinition, workflows } from '../../support/workflow-texts.ts'

/**
 * The schemas of GitHub's files as SchemaStore publishes them: `github-action.json`, `github-workflow.json`. They are no part
 * of this project.
 * @see https://www.schemastore.org
 */
const folder = process.env['COUNTERSIGN_OUTSIDE_SCHEMAS'] ?? ''
const isThere = folder !== '' && existsSync(join(folder, 'github-workflow.json'))

function faults(schemaFile: string, document: unknown): readonly string[] {
  const schema = JSON.parse(readFileSync(join(folder, schemaFile), 'utf8')) as object
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false })
  const validate = ajv.compile(schema)
  return validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
}

if (!isThere) {
  process.stderr.write(
    '\nNOT CHECKED: action.yml and workflows against the schemas of GitHub: COUNTERSIGN_OUTSIDE_SCHEMAS names no folder with github-action.json and github-workflow.json\n\n',
  )
}

test.skipIf(!isThere)('action.yml (needs COUNTERSIGN_OUTSIDE_SCHEMAS)', () => {
  expect(faults('github-action.json', actionDefinition)).toEqual([])
  expect(faults('github-action.json', { ...actionDefinition, runs: {} })).not.toEqual([])
})

test.skipIf(!isThere).each(workflows)('%s (needs COUNTERSIGN_OUTSIDE_SCHEMAS)', (_where, workflow) => {
  expect(faults('github-workflow.json', workflow)).toEqual([])
  expect(faults('github-workflow.json', { ...workflow, jobs: { 'not ok': {} } })).not.toEqual([])
})
