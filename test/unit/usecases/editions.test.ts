import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitDocuments } from '../../../src/adapters/git-documents.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { story } from '../../../src/dev/demo-story.ts'
import { searchScript } from '../../../src/render/html/search-script.ts'
import type { PublishPorts } from '../../../src/usecases/publish.ts'
import { checkDocuments, render } from '../../../src/usecases/render.ts'
import { renderEdition } from '../../../src/usecases/render-edition.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { htmlFaults } from '../../support/html-faults.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const portsOf = (folder: string, { log }: DemoWithLog): PublishPorts => ({
  history: gitHistory(sandbox.git, { where: { cwd: folder } }),
  clock: { now: () => 0 },
  openLog: () => log,
  openBranch: ({ documentsBranch }) =>
    gitDocuments({ git: sandbox.git, remote: folder, branch: documentsBranch, scratch: sandbox.folder }),
})

let demo: DemoWithLog
beforeAll(async () => {
  demo = await demoWithLog(sandbox.path('demo'))
  await demo.play(story.filter((step) => 'title' in step && step.title === 'Adopt the change management policy'))
})

const html = { format: 'html', edition: 'internal' } as const

test('the HTML edition is checked against the PIN that lies in it', async () => {
  const ports = portsOf(demo.folder, demo)
  const rendered = await render({ asOf: '2025-11-01' }, ports)
  const files = await renderEdition(html, rendered)
  expect(htmlFaults(files, [searchScript])).toEqual([])
  expect(files.get('PIN')).toBe(rendered.files.get('PIN'))
  const edited = new Map(files).set('index.html', `${files.get('index.html')}<!-- by hand -->`)
  expect((await checkDocuments(edited, ports, 'main', undefined, html)).differences).toEqual([
    { path: 'index.html', what: 'different' },
  ])
})

/** Every text of some length in a value, whatever it stands in. */
function textsIn(value: unknown, found = new Set<string>(), seen = new Set<object>()): ReadonlySet<string> {
  if (typeof value === 'string' && value.length >= 16) found.add(value)
  if (typeof value !== 'object' || value === null || seen.has(value)) return found
  seen.add(value)
  const inside = value instanceof Map ? [...value.entries()].flat() : Object.values(value)
  for (const one of inside) textsIn(one, found, seen)
  return found
}

test('the public edition of a real program holds one policy that became public, and no other text of it', async () => {
  const open = sandbox.path('open')
  sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, open)
  const file = 'compliance/policies/POL-CHANGE.yaml'
  const before = readFileSync(join(open, file), 'utf8')
  sandbox.write(open, file, before.replace('classification: internal', 'classification: public'))
  expect(readFileSync(join(open, file), 'utf8')).not.toBe(before)
  sandbox.commit(open, 'Publish the policy')
  const rendered = await render({ asOf: '2030-01-01' }, portsOf(open, demo))
  const files = await renderEdition({ format: 'markdown', edition: 'public' }, rendered)
  const site = await renderEdition({ format: 'html', edition: 'public' }, rendered)
  expect(files.has('policies/POL-CHANGE.md')).toBe(true)
  expect([...files.keys()].filter((path) => path.startsWith('policies/'))).toHaveLength(1)
  expect(htmlFaults(site, [searchScript])).toEqual([])

  const { model, log, history, commits } = rendered.input
  const policy = model.policies.get('POL-CHANGE')?.value
  const own = JSON.stringify([policy, model.bodies.get('compliance/policies/POL-CHANGE.md'), model.programs[0]?.value])
  const { programs: _, ...records } = model
  const secret = [...textsIn([records, log, history, commits])].filter(
    (text) => !own.includes(JSON.stringify(text).slice(1, -1)),
  )
  // A heading of the policy makes an anchor, which may be a word of the program as well: "Emergency changes".
  const anchors = own.toLowerCase().replaceAll(' ', '-')
  // What the foot of each page says.
  const made = [rendered.commit, rendered.input.pin.tool]
  expect(secret.length).toBeGreaterThan(500)
  for (const edition of [files, site]) {
    const whole = [...edition.values()].join('\n')
    const shown = secret.filter((text) => whole.includes(text) && !made.includes(text))
    expect(shown.filter((text) => !(/^[a-z-]+$/.test(text) && anchors.includes(text)))).toEqual([])
    for (const { value } of model.people.values()) expect(whole).not.toContain(value.name)
  }
})
