import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatePermissions, openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { renderGfm } from '../support/render-gfm.ts'
import { runCli } from '../support/run-cli.ts'

// Titles that try to become markup in a document, a comment or a summary, a command to the runner, or to move the cursor of
// whoever reads them in a terminal.
const titles = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  '| a | b |\n| - | - |\n# Heading @everyone #1 ```',
  '\u001b[31mred\u001b[2J\u001b]8;;https://evil.example\u0007link',
  '::set-output name=verdict::approved ##[error]x',
  'right\u202eto left \u2066isolate\u2069 \u200b zero nul',
  '{{ constructor.constructor("return process")() }} <!-- -->',
]
const all = titles.join(' ')

let stage: Stage
let key = ''
const printed: string[] = []

beforeAll(async () => {
  stage = await openStage()
  const clone = stage.clone()
  const keyFile = join(stage.folder, 'log.key')
  await cli(['evidence', 'init', '--key-file', keyFile], clone)
  key = readFileSync(keyFile, 'utf8').trim()
  const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
  await stage.repo.commit('main', { files: { 'compliance/trust.policy': policy }, author: stage.users.ada })
  await record()
})
afterAll(() => stage.close())

async function cli(args: readonly string[], cwd: string) {
  const result = await runCli(args, { cwd, env: { HOME: stage.folder, RUNNER_TEMP: stage.folder } })
  printed.push(result.stdout, result.stderr)
  return result
}

async function record() {
  const result = await stage.run({
    workspace: stage.clone(),
    inputs: { mode: 'record', 'github-token': stage.tokenWith(recordPermissions), 'log-key': key },
    event: { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') },
  })
  printed.push(result.stdout, result.stderr)
  return result
}

describe('fault 47: markup, commands and control characters in titles', () => {
  test('recorded, rendered, posted and printed, they show what was written and do nothing', async () => {
    const { repo, users } = stage
    const pulls = []
    for (const title of [...titles, all]) {
      const pull = await stage.proposal({ title })
      for (const user of [users.ana, users.ben]) repo.review(pull, user, 'APPROVED', title)
      pulls.push(pull)
    }
    const last = pulls.at(-1)
    if (last === undefined) throw new Error('no pull request')
    const token = stage.tokenWith({ ...gatePermissions, pull_requests: 'write' })
    const gated = await stage.gate(last, { inputs: { 'github-token': token, comment: 'on-change' } })
    expect(gated).toMatchObject({ status: 0, outputs: { verdict: 'approved' } })
    printed.push(gated.stdout)
    for (const pull of pulls) await repo.merge(pull, users.mia, 'squash')
    expect(await record()).toMatchObject({ status: 0, stderr: '', annotations: [] })

    const { dir } = repo.state
    const pages = stage
      .git(dir, 'ls-tree', '-r', '--name-only', 'compliance-docs')
      .split('\n')
      .filter((path) => path.endsWith('.md'))
      .map((path) => stage.git(dir, 'show', `compliance-docs:${path}`))
    const markdown = [...pages, gated.summary, ...last.comments.map(({ body }) => body)]
    expect(markdown.filter((page) => page.includes('onerror'))).not.toEqual([])
    for (const page of markdown) {
      expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/)
      const { asked } = renderGfm(page)
      const hostile = /^(?:script|img|svg|iframe)\b|javascript:|evil\.example|onerror/i
      expect(asked.filter((element) => hostile.test(element))).toEqual([])
      expect(page).not.toMatch(/@everyone|<!-- -->/)
    }
  })

  test('no terminal and no runner obeys them', async () => {
    const clone = stage.clone()
    await cli(['evidence', 'verify'], clone)
    await cli(['gate', 'replay', '--all'], clone)
    await cli(['evidence', 'query', '--kind', 'change.merged'], clone)
    for (const said of printed) {
      expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      expect(said).not.toMatch(/^\s*::set-output|##\[error\]/m)
    }
  })
})
