import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/action-stage.ts'

let stage: Stage
let workspace = ''
beforeAll(async () => {
  stage = await openStage()
  workspace = stage.clone()
  symlinkSync(stage.folder, join(workspace, 'elsewhere'))
})
afterAll(() => stage.close())

const event = { name: 'workflow_dispatch', payload: {} }
const render = (inputs: Record<string, string>) =>
  stage.run({ workspace, event, inputs: { mode: 'render', 'as-of': '2026-06-30', ...inputs } })

test('the documents are made in the folder, and again the same', async () => {
  const result = await render({ documents: 'out/docs' })
  expect(result).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied', 'exit-code': '0' } })
  expect(result.outputs['summary']).toMatch(/^Rendered [0-9]+ files as of 2026-06-30; score /)
  expect(readdirSync(join(workspace, 'out/docs'))).toEqual(
    expect.arrayContaining(['README.md', 'controls', 'criteria']),
  )
  const read = () => readFileSync(join(workspace, 'out/docs/README.md'), 'utf8')
  const before = read()
  expect((await render({ documents: 'out/docs' })).status).toBe(0)
  expect(read()).toBe(before)
  // Nothing was recorded or published, and the forge was not asked.
  expect(stage.github.requests).toEqual([])
})

test('as pages for a browser', async () => {
  expect((await render({ documents: 'out/site', format: 'html' })).status).toBe(0)
  expect(readdirSync(join(workspace, 'out/site'))).toEqual(expect.arrayContaining(['index.html', 'search.html']))
})

test.each([
  [{}, 'The input `documents` is missing.'],
  [{ documents: '.' }, 'holds files that were not rendered'],
  [{ documents: '.git' }, 'holds files that were not rendered'],
  [{ documents: 'countersign.yaml' }, 'is not a folder'],
  [{ documents: 'countersign.yaml/docs' }, 'cannot be written'],
  [{ documents: '../outside' }, 'lies outside the workspace'],
  [{ documents: 'elsewhere/docs' }, 'lies outside the workspace'],
  [{ documents: '/tmp/countersign-outside' }, 'lies outside the workspace'],
  [{ documents: 'out', 'as-of': 'soon' }, 'cannot be `soon`'],
])('%j is refused', async (inputs, says) => {
  const listing = () => readdirSync(workspace)
  const before = listing()
  const result = await render(inputs)
  expect(result).toMatchObject({ status: 2, stderr: '', outputs: { verdict: 'not-determined', 'exit-code': '2' } })
  expect(result.annotations.map(({ message }) => message)).toEqual([expect.stringContaining(says)])
  expect(listing()).toEqual(before)
})

test('a program that cannot be read makes no documents', async () => {
  const broken = stage.clone()
  writeFileSync(join(broken, 'compliance/program.yaml'), 'kind: [')
  stage.git(broken, 'add', '-A')
  stage.git(broken, '-c', 'user.name=ada', '-c', 'user.email=ada@example.invalid', 'commit', '-qm', 'Break it')
  const result = await stage.run({ workspace: broken, event, inputs: { mode: 'render', documents: 'out' } })
  expect(result).toMatchObject({ stderr: '', outputs: { verdict: 'not-determined' } })
  expect([1, 2, 3]).toContain(result.status)
  expect(existsSync(join(broken, 'out'))).toBe(false)
})
