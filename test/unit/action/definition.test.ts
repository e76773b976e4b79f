import { expect, test } from 'vitest'
import { outputNames } from '../../../src/action/mode.ts'
import { inputNames, modes } from '../../../src/model/action-inputs.ts'
import { actionDefinition, workflows } from '../../support/workflow-texts.ts'

test('action.yml has the inputs that are read and the outputs that are set', () => {
  expect(Object.keys(actionDefinition.inputs)).toEqual([...inputNames])
  expect(Object.keys(actionDefinition.outputs).sort()).toEqual([...outputNames].sort())
  expect(actionDefinition.runs).toEqual({ using: 'node24', main: 'dist/action.js' })
  // A default here would win over the settings file.
  const defaults = Object.entries(actionDefinition.inputs).filter(([, input]) => input.default !== undefined)
  expect(defaults.map(([name]) => name)).toEqual(['github-token'])
})

test('there are workflows of the project, of init and of the README', () => {
  const places = workflows.map(([where]) => where.replace(/[,/ ].*$/, ''))
  expect(new Set(places)).toEqual(new Set(['.github', 'what', 'docs', 'README.md']))
  expect(places.filter((place) => place === 'README.md').length).toBeGreaterThanOrEqual(2)
})

test.each(workflows)('%s: pinned, with least permissions and inputs that exist', (where, workflow) => {
  expect(workflow.permissions).toBeDefined()
  const isShown = where.startsWith('README.md')
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const granted = job.permissions ?? workflow.permissions
    expect(granted, name).toBeDefined()
    expect(granted, name).not.toEqual('write-all')
    const isOurs = job.steps.some(({ with: inputs = {} }) => 'mode' in inputs)
    if (isOurs && Object.keys(workflow.permissions ?? {}).length === 0) expect(job.permissions, name).toBeDefined()
    for (const { uses, with: inputs = {} } of job.steps) {
      if (uses === undefined) continue
      if (uses !== './' && !(isShown && uses === 'OWNER/countersign@COMMIT'))
        expect(uses).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/)
      if (uses !== './' && !uses.startsWith('OWNER/countersign@')) continue
      expect([...inputNames]).toEqual(expect.arrayContaining(Object.keys(inputs)))
      expect([...modes]).toContain(inputs['mode'])
      const deploys = workflow.on === 'deployment' || 'environment' in inputs
      const needs: Readonly<Record<string, readonly string[]>> = {
        check: ['contents: read'],
        gate: deploys
          ? ['contents: read', 'deployments: read', 'actions: read']
          : 'github-token' in inputs
            ? []
            : ['contents: read', 'pull-requests: read', 'statuses: write'],
        record: ['contents: write', 'pull-requests: read', 'deployments: read', 'actions: read'],
        render: ['contents: read'],
      }
      const has = Object.entries(granted ?? {}).map(([permission, level]) => `${permission}: ${level}`)
      expect(has.sort(), `${where}, ${name}`).toEqual([...(needs[inputs['mode'] ?? ''] ?? [])].sort())
    }
  }
})

test('a job that has write permissions checks nothing of a pull request out', () => {
  for (const [where, { on, jobs }] of workflows) {
    const events = typeof on === 'object' && on !== null ? Object.keys(on) : [String(on)]
    if (!events.includes('pull_request_target')) continue
    for (const [name, { permissions = {}, steps }] of Object.entries(jobs)) {
      if (!Object.values(permissions).includes('write')) continue
      expect(
        steps.filter(({ uses = '', run }) => uses.startsWith('actions/checkout') || run !== undefined),
        `${where}, ${name}`,
      ).toEqual([])
    }
  }
})

test('of two runs that gate the same pull request the one that read first does not post last', () => {
  const gates = workflows.flatMap(([where, { jobs }]) =>
    Object.values(jobs).flatMap(({ steps, concurrency, permissions = {} }) =>
      // The deployment gate posts no status.
      'statuses' in permissions && steps.some(({ with: inputs = {} }) => inputs['mode'] === 'gate')
        ? [[where, concurrency] as const]
        : [],
    ),
  )
  expect(gates.length).toBeGreaterThan(1)
  for (const [where, concurrency] of gates) {
    // A run of a fork's review may not post; in one group with others it would push a waiting one out.
    expect(concurrency, where).toMatch(/github\.event_name \}\}.*github\.event\.pull_request\.number/)
  }
})
