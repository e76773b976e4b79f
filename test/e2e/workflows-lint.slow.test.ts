import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionsServer, LanguageServer } from '../support/language-server.ts'
import { workflowTexts } from '../support/workflow-texts.ts'

const root = join(import.meta.dirname, '..', '..')
let server: LanguageServer
let opened = 0
beforeAll(async () => {
  server = new LanguageServer(actionsServer)
  await server.start(root)
})
afterAll(() => server.stop())

/** GitHub's own linter keeps what it found by address: every text has one of its own. */
const lint = async (text: string, file = `.github/workflows/w${++opened}.yml`) =>
  (await server.open(join(root, `${opened}`, file), text)).map(({ message, severity }) => ({ message, severity }))

/** What its list of payloads lacks; GitHub's documentation has it. */
const unknownToIt = 'Context access might be invalid: merge_group'

test.each(workflowTexts)('GitHub finds nothing wrong in %s', async (_where, text) => {
  // The placeholder of the README is no commit yet.
  const found = await lint(text.replaceAll('OWNER/countersign@COMMIT', `OWNER/countersign@${'0'.repeat(40)}`))
  expect(found.filter(({ message }) => message !== unknownToIt)).toEqual([])
})

test('nor in action.yml', async () => {
  const text = readFileSync(join(root, 'action.yml'), 'utf8')
  opened += 1
  expect(await lint(text, 'action.yml')).toEqual([])
  opened += 1
  expect(await lint(text.replace('using: node24', 'using: node7'), 'action.yml')).not.toEqual([])
})

test('it does find what is wrong', async () => {
  const [, text = ''] = workflowTexts.find(([where]) => where === 'docs/workflows/gate-hardened.yml') ?? []
  for (const [from, to] of [
    ['runs-on:', 'runs-no:'],
    ['github.event_name', 'githbu.event_name'],
    ['workflow_run:', 'workflow_runs:'],
    ['statuses: write', 'status: write'],
  ] as const) {
    expect(text).toContain(from)
    expect(await lint(text.replace(from, to)), to).not.toEqual([])
  }
})
