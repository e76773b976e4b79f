import { readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/action-stage.ts'
import type { Pull } from '../support/github/world.ts'

const withFault = `apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: SOC 2 program
status: setting-up
organisation: {name: Example Ltd, securityLead: zoe}
system: {name: Shop}
categories: [CC]
reportType: type1
asOf: 2026-12-31
`

let stage: Stage
let pull: Pull
let clone = ''
beforeAll(async () => {
  stage = await openStage()
  pull = await stage.proposal({ files: { 'compliance/program.yaml': withFault } })
  clone = stage.clone(pull.headRef)
})
afterAll(() => stage.close())

const check = async (
  workspace: string,
  inputs: Record<string, string> = {},
  event?: { name: string; payload: unknown },
) =>
  stage.run({
    workspace,
    inputs: { mode: 'check', ...inputs },
    event: event ?? { name: 'pull_request', payload: await stage.github.payload.pullRequest(pull, 'opened') },
  })

test('a finding is an annotation on its line, a row of the summary and an output', async () => {
  const requests = stage.github.requests.length
  const result = await check(clone)
  expect(result).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'violated', 'exit-code': '1' } })
  expect(result.annotations).toContainEqual({
    name: 'error',
    properties: expect.objectContaining({ file: 'compliance/program.yaml', line: '6', title: 'REF-002' }),
    message: expect.stringContaining('zoe'),
  })
  const errors = result.annotations.filter(({ name }) => name === 'error')
  expect(result.outputs['findings']).toBe(String(errors.length))
  expect(result.outputs['summary']).toMatch(/^Check violated: 1 error, /)
  expect(result.summary).toMatch(/^\| REF-002 \| /m)
  expect(result.stdout).toContain('compliance/program.yaml:6:')
  // A check asks the forge for nothing.
  expect(stage.github.requests.length).toBe(requests)
})

test('the report goes into files, too, and their paths into an output', async () => {
  const result = await check(clone, { report: 'sarif=out.sarif\n\n  junit=out.xml  \n' })
  const files = [join(clone, 'out.sarif'), join(clone, 'out.xml')]
  expect(result).toMatchObject({
    status: 1,
    outputs: { verdict: 'violated', reports: files.map((file) => realpathSync(file)).join('\n') },
  })
  const [sarif = '', junit = ''] = files.map((file) => readFileSync(file, 'utf8'))
  const { results } = (JSON.parse(sarif) as { runs: [{ results: { ruleId: string; level: string }[] }] }).runs[0]
  const errors = results.filter(({ level }) => level === 'error')
  expect(result.outputs['findings']).toBe(String(errors.length))
  expect(junit.match(/<failure /g)).toHaveLength(errors.length)
  // The budget of annotations is the same, with reports or without.
  for (const name of ['error', 'warning', 'notice'])
    expect(result.annotations.filter((one) => one.name === name).length).toBeLessThanOrEqual(10)
})

test.each([
  ['sarif', '`sarif` of the input `report` names no file'],
  ['sarf=a', 'The input `report` cannot be `sarf='],
  ['json=../a.json', '`../a.json` of the input `report` lies outside the workspace'],
  ['json=elsewhere/a.json', '`elsewhere/a.json` of the input `report` lies outside the workspace'],
  ['json=a.json\nsarif=./a.json', 'twice'],
  ['json=nowhere/a.json', 'There is no folder'],
  ['json=compliance/people.yaml', 'would be read as a part of the program'],
])('report %j is refused and nothing is written', async (report, said) => {
  const folder = stage.clone(pull.headRef)
  symlinkSync('/tmp', join(folder, 'elsewhere'))
  const result = await check(folder, { report })
  expect(result).toMatchObject({ status: 2, outputs: { verdict: 'not-determined' } })
  expect(result.outputs['summary']).toContain(said)
  expect(readdirSync(folder).filter((name) => name.startsWith('a.'))).toEqual([])
})

test('the base of a pull request is what rules of change compare with', async () => {
  // Switching the rule off in the same change silences nothing: that is seen only with the base.
  writeFileSync(
    join(clone, 'countersign.yaml'),
    'apiVersion: countersign/v1\nkind: Config\nprogram: compliance\nrules: {REF-002: off}\n',
  )
  try {
    const compared = await check(clone)
    expect(compared).toMatchObject({ status: 1, outputs: { verdict: 'violated' } })
    const pushed = await check(clone, {}, { name: 'push', payload: {} })
    expect(pushed).toMatchObject({ status: 0, outputs: { verdict: 'satisfied', findings: '0' } })
    const named = await check(clone, { base: 'origin/main' }, { name: 'push', payload: {} })
    expect(named).toMatchObject({ status: 1, outputs: { verdict: 'violated' } })
  } finally {
    stage.git(clone, 'checkout', '-q', '--', '.')
  }
})

test('a shallow clone without the base is not determined', async () => {
  const result = await check(stage.clone(pull.headRef, { depth: 1 }))
  expect(result).toMatchObject({ status: 3, stderr: '', outputs: { verdict: 'not-determined', 'exit-code': '3' } })
  expect(result.annotations).toEqual([
    {
      name: 'error',
      properties: { title: 'Countersign' },
      message: expect.stringMatching(/^The clone is shallow and does not hold [0-9a-f]{40}\. .*fetch-depth: 0/),
    },
  ])
})

test('an empty workspace is never a pass', async () => {
  const result = await check(stage.folder)
  expect(result).toMatchObject({ status: 3, stderr: '', outputs: { verdict: 'not-determined' } })
})

test.each([
  [{ mode: 'chekc' }, 'The input `mode` cannot be `chekc`. Allowed: check, gate, record, render.'],
  [{ mode: '' }, 'The input `mode` is missing. Allowed: check, gate, record, render.'],
  [{ mode: 'gate', enforce: 'yes' }, 'The input `enforce` cannot be `yes`. Allowed: status, job.'],
  [{ mode: 'check', 'as-of': '2026-02-30' }, '`2026-02-30` is not a day'],
  [{ mode: 'check', config: 'no.yaml' }, 'There is no file no.yaml'],
])('%j is refused', async (inputs, says) => {
  const result = await check(clone, inputs, { name: 'push', payload: {} })
  expect(result).toMatchObject({ status: 2, stderr: '', outputs: { verdict: 'not-determined', 'exit-code': '2' } })
  expect(result.annotations.map(({ message }) => message)).toEqual([expect.stringContaining(says)])
  expect(result.summary).toContain('### Countersign: not determined')
})
