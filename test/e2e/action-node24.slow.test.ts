import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import { cliFile } from '../support/run-cli.ts'
import { runNode } from '../support/run-process.ts'

const node24 = process.env['COUNTERSIGN_NODE24'] ?? ''

test('COUNTERSIGN_NODE24 is the path of a Node 24', () => {
  const found = node24 !== '' && existsSync(node24) ? spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout : ''
  expect(found, 'set COUNTERSIGN_NODE24 to a node of version 24: the Action runs on it').toMatch(/^v24\./)
})

/** Nothing that is shipped makes code of text. */
const strict = ['--disallow-code-generation-from-strings']

describe.each([
  ['Node 24', node24, []],
  ['Node 24, without code from text', node24, strict],
  ['this Node, without code from text', process.execPath, strict],
] as const)('%s', (_name, node, nodeOptions) => {
  let stage: Stage
  const how = { node, nodeOptions }
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(async () => {
    expectContractKept(stage.github)
    await stage.close()
  })

  test('check', async () => {
    const workspace = stage.clone()
    const event = { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') }
    const result = await stage.run({ ...how, workspace, event, inputs: { mode: 'check' } })
    expect(result).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied', findings: '0' } })
    const cli = await runNode([...nodeOptions, cliFile, 'check', '--cwd', workspace], { node })
    expect(cli).toMatchObject({ status: 0, stderr: '' })
  })

  test('gate', async () => {
    const pull = await stage.proposal()
    stage.repo.review(pull, stage.users.ana, 'APPROVED')
    expect(await stage.gate(pull, how)).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'pending' } })
    stage.repo.review(pull, stage.users.ben, 'APPROVED')
    expect(await stage.gate(pull, how)).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'approved' } })
    expect(stage.status(pull.headSha)?.state).toBe('success')
  })

  test('record, verify and render', async () => {
    const clone = stage.clone()
    const keyFile = join(stage.folder, 'log.key')
    const env = { HOME: stage.folder }
    const init = [...nodeOptions, cliFile, 'evidence', 'init', '--key-file', keyFile]
    expect(await runNode(init, { node, cwd: clone, env })).toMatchObject({ status: 0, stderr: '' })
    const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
    await stage.repo.commit('main', { files: { 'compliance/trust.policy': policy }, author: stage.users.ada })
    const record = async () =>
      stage.run({
        ...how,
        workspace: stage.clone(),
        event: { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') },
        inputs: {
          mode: 'record',
          'github-token': stage.tokenWith(recordPermissions),
          'log-key': readFileSync(keyFile, 'utf8').trim(),
        },
      })
    expect(await record()).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied' } })
    await stage.repo.commit('main', { files: { 'direct.txt': 'direct\n' }, author: stage.users.ada })
    expect(await record()).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'violated' } })

    const fresh = stage.clone()
    const verified = await runNode([...nodeOptions, cliFile, 'evidence', 'verify'], { node, cwd: fresh, env })
    expect(verified).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('verified') })
    const event = { name: 'workflow_dispatch', payload: {} }
    const rendered = await stage.run({ ...how, workspace: fresh, event, inputs: { mode: 'render', documents: 'docs' } })
    expect(rendered).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied' } })
    expect(readdirSync(join(fresh, 'docs'))).toEqual(expect.arrayContaining(['PIN', 'README.md']))
  })
})
