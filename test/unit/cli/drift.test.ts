import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../../src/cli/run-command.ts'
import type { Step } from '../../../src/dev/demo-steps.ts'
import { story } from '../../../src/dev/demo-story.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'

const sandbox = new GitSandbox()
let github: FakeGitHub
afterAll(async () => {
  sandbox.remove()
  await github.close()
})

const steps = (titles: readonly string[]) => story.filter((step) => 'title' in step && titles.includes(step.title))
const push = story.find((step) => step.kind === 'direct-push')
const audit = (at: string): Step => ({ kind: 'audit', at })

let demo: DemoWithLog
let published = ''
const run = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  let [out, err] = ['', '']
  const status = await runCommand([...args, '--cwd', demo.folder], {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    colours: false,
    interactive: false,
    environment: { PATH: process.env['PATH'], ...environment },
    signal: new AbortController().signal,
  })
  return { status, out, err }
}

beforeAll(async () => {
  github = await startGitHub()
  demo = await demoWithLog(sandbox.path('demo'))
  await demo.play(steps(['Adopt the change management policy', 'Put the change controls into operation']))
  await demo.play([audit('2025-10-31T03:17:00Z')])
  published = (await run(['publish', '--as-of', '2025-10-31'])).out
  if (push === undefined) throw new Error('the story has a push')
  await demo.play([{ ...push, at: '2025-11-10T21:40:00Z' }, audit('2025-11-30T03:17:00Z')])
}, 60_000)

describe('drift', () => {
  test('since the published documents: what got worse, and exit 1', async () => {
    expect(published).toContain('Published ')
    const { status, out, err } = await run(['drift', '--as-of', '2025-11-30'])
    expect({ status, err }).toEqual({ status: 1, err: '' })
    expect(out).toContain('Drift from 2025-10-31 to 2025-11-30\n')
    expect(out).toMatch(/Worse:\n(?: {2}.*\n)*? {2}control CTL-CHG-DETECT: met -> not-met/)
    expect(out).toMatch(/New deviations:\n(?: {2}.*\n)*? {2}unexpected 2025-11-10 CTL-CHG-DETECT/)
    expect(out).toMatch(/\nWorse than before: \d+ controls? in a worse state/)
  })

  test('since the end of a day gives the same, and since today nothing', async () => {
    const json = (text: string) => JSON.parse(text) as Readonly<Record<string, unknown>>
    const [pin, day] = [
      await run(['drift', '--as-of', '2025-11-30', '--format', 'json']),
      await run(['drift', '--as-of', '2025-11-30', '--format', 'json', '--since', '2025-10-31']),
    ]
    expect(json(day.out)['states']).toEqual(json(pin.out)['states'])
    expect(json(day.out)).toMatchObject({ schema: 'countersign/drift/v1', isWorse: true })
    const same = await run(['drift', '--as-of', '2025-11-30', '--since', '2025-11-30'])
    expect(same.status).toBe(0)
    expect(same.out).toContain('No control and no criterion changed its state, and no deviation came or went.')
  })

  test('since a PIN file and since the checkpoint in it', async () => {
    const pin = `${sandbox.run(demo.folder, 'show', 'compliance-docs:PIN')}\n`
    writeFileSync(sandbox.path('PIN'), pin)
    writeFileSync(sandbox.path('checkpoint'), String((JSON.parse(pin) as { checkpoint: string }).checkpoint))
    for (const file of ['PIN', 'checkpoint']) {
      const { status, out } = await run(['drift', '--as-of', '2025-11-30', '--since', sandbox.path(file)])
      expect({ file, status }).toEqual({ file, status: 1 })
      expect(out).toContain('control CTL-CHG-DETECT: met -> not-met')
    }
  })

  test.each([
    [['--since', '2025-08-01'], 3, 'had no commit yet'],
    [['--since', '2025-12-24'], 2, 'is after'],
    [['--since', '2025-13-01'], 2, '--since'],
    [['--since', '/nowhere/PIN'], 2, 'cannot be read'],
    [['--dry-run'], 2, '--dry-run is for'],
    [['--repo', 'acme/shop'], 2, '--issue'],
    [['--drafts', '--format', 'json'], 2, '--drafts prints a diff'],
  ])('%j is refused with %i', async (args, status, words) => {
    const got = await run(['drift', '--as-of', '2025-11-30', ...args])
    expect(got.status).toBe(status)
    expect(got.err).toContain(words)
  })

  test('without documents there is no last time', async () => {
    const { status, err } = await run(['drift', '--remote', await emptyClone()])
    expect(status).toBe(3)
    expect(err).toContain('there is no last time')
  })
})

async function emptyClone(): Promise<string> {
  const folder = sandbox.path(`clone-${Math.trunc(performance.now())}`)
  sandbox.run(sandbox.folder, 'clone', '-q', '--single-branch', demo.folder, folder)
  return folder
}

const draft = 'compliance/deficiencies/DEF-2025-001.yaml'

describe('drafts of deficiencies', () => {
  test('a trial prints a diff that git takes, and writes nothing', async () => {
    const { status, out, err } = await run(['drift', '--as-of', '2025-11-30', '--drafts', '--dry-run'])
    expect(status).toBe(1)
    expect(err).toContain('control CTL-CHG-DETECT: met -> not-met')
    expect(err).toContain('Nothing was written.')
    expect(existsSync(join(demo.folder, draft))).toBe(false)
    writeFileSync(sandbox.path('drafts.diff'), out)
    sandbox.run(demo.folder, 'apply', '--check', sandbox.path('drafts.diff'))
    expect(out).toContain(`+++ b/${draft}`)
  })

  test('are written once', async () => {
    const first = await run(['drift', '--as-of', '2025-11-30', '--drafts'])
    expect(first.err).toContain(`Wrote ${draft}`)
    const text = readFileSync(join(demo.folder, draft), 'utf8')
    expect(text).toContain('kind: Deficiency\nid: DEF-2025-001\n')
    for (const line of ['source: assessment', 'type: operating', 'status: open', 'opened: 2025-11-30'])
      expect(text).toContain(`\n${line}\n`)
    expect(text).toMatch(/\ncontrol: CTL-CHG-[A-Z]+\ndeviations: \["?[0-9a-f]{40}"?\]\n/)
    expect(text).toMatch(/\ndue: 2025-12-\d\d\nowner: [a-z_]+\n/)
    const again = await run(['drift', '--as-of', '2025-11-30', '--drafts'])
    expect(again.out).toBe('')
    expect(again.err).toContain('Nothing to change: it says so already.')
    const check = await run(['check', '--as-of', '2025-11-30', '--format', 'json'])
    const items = (JSON.parse(check.out) as { items: readonly { at: { file: string } }[] }).items
    expect(items.filter(({ at }) => at.file === draft)).toEqual([])
  })

  test('have an issue each, which is kept up and closed with the record', async () => {
    const ana = github.user('ana', { role: 'admin' })
    const shop = await github.repo('acme/shop')
    await shop.commit('main', { files: { a: 'x\n' }, author: ana })
    const env = {
      GITHUB_TOKEN: github.token({ permissions: { issues: 'write', metadata: 'read' } }),
      GITHUB_API_URL: github.url,
      GITHUB_ACTIONS: 'true',
    }
    const args = ['drift', '--as-of', '2025-11-30', '--drafts', '--issue', '--repo', 'acme/shop']
    const file = join(demo.folder, draft)
    const text = readFileSync(file, 'utf8').replace(/^title: .*$/m, 'title: "Told @everyone | <b>#1</b>"')
    writeFileSync(file, text)

    const first = await run(args, env)
    expect(first.err).toMatch(/Opened issue #1 of DEF-2025-001/)
    const [issue] = shop.state.issues
    expect(issue?.title).toBe('DEF-2025-001: Told @\u2060everyone | <b>#1</b>')
    expect(issue?.body).toMatch(/^<!-- countersign:deficiency DEF-2025-001 -->\n/)
    expect(issue?.body).not.toMatch(/@everyone|<b>|#1\b/)

    const count = shop.state.issues.length
    expect((await run(args, env)).err).toContain('Nothing new in issue #1 of DEF-2025-001')
    writeFileSync(file, text.replace('status: open', 'status: remediating'))
    expect((await run(args, env)).err).toContain('Updated issue #1 of DEF-2025-001')
    expect(issue?.body).toContain('| Status | remediating |')
    writeFileSync(file, text.replace('status: open', 'status: closed'))
    expect((await run(args, env)).err).toContain('Closed issue #1 of DEF-2025-001')
    expect(issue?.state).toBe('closed')
    writeFileSync(file, text)
    expect((await run([...args, '--dry-run'], env)).err).toContain('Would be: opened again issue #1 of DEF-2025-001')
    expect(issue?.state).toBe('closed')
    expect(shop.state.issues.length).toBeGreaterThanOrEqual(count)
    expectContractKept(github)
  })

  test('an issue that cannot be written is said, and is not the verdict', async () => {
    const args = [
      'drift',
      '--as-of',
      '2025-11-30',
      '--since',
      '2025-11-30',
      '--drafts',
      '--issue',
      '--repo',
      'acme/shop',
    ]
    const env = (permissions: Readonly<Record<string, 'read' | 'write'>>) => ({
      GITHUB_TOKEN: github.token({ permissions }),
      GITHUB_API_URL: github.url,
      GITHUB_ACTIONS: 'true',
    })
    const readOnly = await run(args, env({ issues: 'read', metadata: 'read' }))
    expect(readOnly.err).toContain('The token needs `issues: write`')
    expect(readOnly.status).toBe(5)
    const down = github.inject({ operation: 'issues/list-for-repo', fault: { kind: 'status', status: 410 } })
    const refused = await run(args, env({ issues: 'write', metadata: 'read' }))
    down()
    expect(refused.err).toContain('No issue was written')
    expect(refused.status).toBe(3)
    const nobody = await run(args)
    expect(nobody.err).toContain('No issue was written: that needs --repo')
    expect(nobody.status).toBe(3)
  })
})
