import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

let repository = ''
beforeAll(() => {
  repository = sandbox.work('shop')
  sandbox.write(
    repository,
    'compliance/program.yaml',
    [
      'apiVersion: countersign/v1',
      'kind: Program',
      'id: PRG-MAIN',
      'title: SOC 2 program',
      'status: setting-up',
      'organisation: {name: Example, securityLead: ana}',
      'system: {name: Shop}',
      'categories: [CC]',
      'reportType: type1',
      '---',
      'apiVersion: countersign/v1',
      'kind: Control',
      'id: CTL-A',
      'title: A control',
      'statement: It is done.',
      'type: preventive',
      'nature: manual',
      'frequency: annual',
      'criteria: [{id: CC8.1, coverage: full}]',
      'status: planned',
      '',
    ].join('\n'),
  )
  sandbox.commit(repository, 'Start')
})

const run = (...args: string[]) => runCli([...args, '--cwd', repository])

test('assess says what is met, and that nothing can be without a log', async () => {
  const { status, stdout } = await run('assess', '--as-of', '2026-06-30')
  expect(status).toBe(0)
  expect(stdout).toContain('There is no evidence log: nothing can be met.')
  expect(stdout).toContain('score       0.0 of 100: at risk')
  const other = await run('assess', '--as-of', '2026-06-30', '--from', '2026-01-01', '--to', '2026-02-28')
  expect(other.stdout).toContain('period 2026-01-01 to 2026-02-28')
  expect(other.stdout).toContain('Read as a Type II over 2026-01-01 to 2026-02-28, as was asked')
  expect(other.stdout).toContain('The period of 59 days is shorter than three months')
  const json = await run('assess', '--as-of', '2026-06-30', '--format', 'json')
  expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'countersign/assessment/v1', score: { value: '0.0' } })
})

test('render writes the documents, and the second time the same bytes', async () => {
  const out = sandbox.path('documents')
  expect((await run('render', '--as-of', '2026-06-30', '--out', out)).status).toBe(0)
  const index = readFileSync(join(out, 'README.md'), 'utf8')
  expect(index).toContain('# SOC 2 control documents: Example, Shop')
  expect((await run('render', '--as-of', '2026-06-30', '--out', out)).status).toBe(0)
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toBe(index)
})

test('render --format html writes pages for a browser, the same ones on another machine', async () => {
  const out = sandbox.path('site')
  const render = (env: Record<string, string>) =>
    runCli(['render', '--format', 'html', '--as-of', '2026-06-30', '--out', out, '--cwd', repository], { env })
  expect((await render({})).status).toBe(0)
  const page = readFileSync(join(out, 'index.html'), 'utf8')
  expect(page).toContain('<title>SOC 2 control documents: Example, Shop</title>')
  expect(page).toContain('<a href="controls/index.html">Controls</a>')
  expect((await render({ TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' })).status).toBe(0)
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(page)
})

test.each([
  { name: 'no folder to write to', args: ['render'], wanted: 2, said: 'There is no --out' },
  {
    name: 'a day that does not exist',
    args: ['assess', '--as-of', '2026-02-30'],
    wanted: 2,
    said: '--as-of cannot be',
  },
  {
    name: 'a Type I over a period',
    args: ['assess', '--type', 'type1', '--from', '2026-01-01', '--to', '2026-06-30'],
    wanted: 2,
    said: 'Type I looks at a day',
  },
  {
    name: 'a period that ends before it begins',
    args: ['assess', '--from', '2026-06-30', '--to', '2026-01-01'],
    wanted: 2,
    said: 'before it begins',
  },
  {
    name: 'a type that there is not',
    args: ['assess', '--type', 'type3'],
    wanted: 2,
    said: 'type3',
  },
  {
    name: 'a commit that is not there',
    args: ['assess', '--commit', 'nowhere'],
    wanted: 3,
    said: 'nowhere is no commit',
  },
  {
    name: 'a check of what has no PIN',
    args: ['render', '--check', '--edition', 'public'],
    wanted: 2,
    said: 'The public edition has no PIN',
  },
  {
    name: 'HTML on the branch of Markdown',
    args: ['render', '--check', '--format', 'html'],
    wanted: 2,
    said: 'The documents branch holds Markdown',
  },
  {
    name: 'documents that were never published',
    args: ['render', '--check'],
    wanted: 3,
    said: 'There is no documents branch',
  },
  {
    name: 'publishing without a log to pin to',
    args: ['publish'],
    wanted: 3,
    said: 'no evidence log to pin the documents to',
  },
])('$name ends with $wanted and one sentence', async ({ args, wanted, said }) => {
  const { status, stderr, stdout } = await run(...args)
  expect({ status, stdout }).toEqual({ status: wanted, stdout: '' })
  expect(stderr).toMatch(/^countersign: .*\n$/)
  expect(stderr).toContain(said)
})

test('a folder with files of somebody else stays as it is', async () => {
  const mine = sandbox.path('mine')
  sandbox.write(mine, 'notes.txt', 'mine')
  writeFileSync(join(mine, '.gitattributes'), '* text\n')
  const { status, stderr } = await run('render', '--as-of', '2026-06-30', '--out', mine)
  expect(status).toBe(2)
  expect(stderr).toContain('holds files that were not rendered')
  expect(readFileSync(join(mine, 'notes.txt'), 'utf8')).toBe('mine')
})
