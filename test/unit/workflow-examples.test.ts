import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workflowExamples } from '../../src/dev/workflow-examples.ts'
import { readWorkflow } from '../../src/doctor/workflow.ts'
import { actionPin, examine, setUpRepository } from '../support/set-up-repository.ts'
import { workflows, workflowTexts } from '../support/workflow-texts.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'workflows')
const examples = workflowExamples()
const textOf = (name: string): string => examples.find((example) => example.name === name)?.text ?? ''

/** `UPDATE=1 npx vitest run test/unit/workflow-examples.test.ts` writes them anew. */
test('docs/workflows holds the examples and nothing else', () => {
  if (process.env['UPDATE'] === '1') {
    mkdirSync(folder, { recursive: true })
    for (const { name, text } of examples) writeFileSync(join(folder, name), text)
  }
  expect(readdirSync(folder).sort()).toEqual(examples.map(({ name }) => name))
  for (const { name, text } of examples) expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text)
})

const init = await setUpRepository()
const own = (purpose: string) => `.github/workflows/countersign-${purpose}.yml`
const filled = (text: string) =>
  text
    .replaceAll(/^#\n# Replace OWNER[\s\S]*?cannot\.\n/gm, '')
    .replaceAll(/OWNER\/countersign@0{40} # vX\.Y\.Z/g, actionPin)

describe('doctor finds nothing wrong in a repository with', () => {
  test.each([
    ['what init writes', {}],
    ['the simple gate', { gate: 'gate-simple.yml' }],
    ['the hardened gate', { gate: 'gate-hardened.yml', review: 'gate-hardened-review.yml' }],
    ['the gate that posts as an App', { gate: 'gate-app-token.yml', review: 'gate-hardened-review.yml' }],
    ['the gate for a merge queue', { gate: 'gate-merge-queue.yml' }],
    ['a job that deploys', { deploy: 'deploy-job.yml' }],
    ['the audit', { audit: 'audit.yml' }],
    ['what is collected every day', { collect: 'collect.yml' }],
    ['the form for statements', { attest: 'attest.yml' }],
    ['what drifted in a week', { drift: 'drift.yml' }],
    ['the examples of what init writes', { check: 'check.yml', deploy: 'deploy-event.yml', record: 'record.yml' }],
  ] as const)('%s', async (_name, replaced) => {
    const files = Object.entries(replaced).map(([purpose, name]) => [own(purpose), filled(textOf(name))])
    const { report } = await examine({ ...init, ...Object.fromEntries(files) })
    expect(report.items).toEqual([])
    expect(report.verdict).toBe('satisfied')
  })

  test('what init --workflows hardened writes', async () => {
    const { report } = await examine(await setUpRepository('hardened'))
    expect(report.items).toEqual([])
    expect(report.verdict).toBe('satisfied')
  })
})

const eventsOf = (on: unknown): readonly string[] =>
  typeof on === 'object' && on !== null ? Object.keys(on) : [String(on)]

test.each(workflowTexts)('%s is read, and no text of people reaches a shell', (where, text) => {
  expect(readWorkflow({ path: 'w.yml', bytes: Buffer.from(text) })).toMatchObject({ ok: true })
  expect(text, where).not.toMatch(
    /\$\{\{[^}]*github\.(?:event\.[\w.]*(?:title|body|message|name|label|ref)\b|head_ref)/,
  )
})

test.each(workflows)('%s gives no run of a pull request rights and its code at once', (_where, { on, jobs }) => {
  const privileged = ['pull_request_target', 'workflow_run', 'merge_group', 'issue_comment']
  const theirs = ['pull_request', 'pull_request_review']
  for (const { steps, permissions = {} } of Object.values(jobs)) {
    const writes = Object.values(permissions).includes('write')
    const runs = steps.filter(({ uses = '', run }) => uses.startsWith('actions/checkout') || run !== undefined)
    if (eventsOf(on).some((event) => privileged.includes(event)) && writes) expect(runs).toEqual([])
    for (const { with: inputs = {}, uses = '' } of steps) {
      // A commit that somebody has read, or what the event is of.
      if (uses.startsWith('actions/checkout')) expect(inputs['ref'] ?? '0'.repeat(40)).toMatch(/^[0-9a-f]{40}$/)
      // A secret is out of reach where the pull request brings the workflow file.
      if (eventsOf(on).some((event) => theirs.includes(event))) expect(JSON.stringify(inputs)).not.toMatch(/secrets\./)
    }
  }
})

test('the workflow that notices reviews may do nothing and runs nothing', () => {
  const review = workflows.find(([where]) => where === 'docs/workflows/gate-hardened-review.yml')?.[1]
  expect(review).toMatchObject({ on: { pull_request_review: null }, permissions: {} })
  expect(Object.values(review?.jobs ?? {})).toEqual([{ 'runs-on': 'ubuntu-latest', steps: [{ run: 'true' }] }])
})

test.each(['gate-hardened.yml', 'gate-app-token.yml'])('%s runs on nothing that the pull request brings', (name) => {
  const gate = workflows.find(([where]) => where === `docs/workflows/${name}`)?.[1]
  expect(eventsOf(gate?.on).toSorted()).toEqual([
    'merge_group',
    'pull_request_target',
    'push',
    'schedule',
    'workflow_run',
  ])
  expect(gate?.on).toMatchObject({ workflow_run: { workflows: ['Review noticed'], types: ['completed'] } })
  expect(textOf('gate-hardened-review.yml')).toContain('\nname: Review noticed\n')
})

test('what is typed into a form reaches no script, only its environment', () => {
  const form = workflows.find(([where]) => where === 'docs/workflows/attest.yml')?.[1]
  const steps = Object.values(form?.jobs ?? {}).flatMap((job) => job.steps)
  const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]))
  expect(scripts).toHaveLength(1)
  expect(scripts.join()).not.toContain('${{')
  // An option written with `=` stays a value, whatever it begins with.
  expect(scripts.join().match(/--[a-z]+=?"/g)).toEqual(scripts.join().match(/--[a-z]+="/g))
})
