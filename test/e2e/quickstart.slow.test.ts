import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runNode } from '../support/run-process.ts'
import { git } from '../support/tampered-tree.ts'

const quickstart = join(import.meta.dirname, '..', '..', '.build', 'quickstart.js')
const folder = mkdtempSync(join(tmpdir(), 'countersign-twice-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Everything a person can see of a demo: every branch, every document, every recorded fact, the screen. */
async function play(name: string, node: string): Promise<Readonly<Record<string, string>>> {
  const demo = join(folder, name)
  const { stdout, stderr, status } = await runNode([quickstart, demo], { node, timeoutMs: 500_000 })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const seen: Record<string, string> = {
    screen: stdout,
    refs: git(demo, ['for-each-ref', '--format=%(refname) %(objectname)']).toString(),
  }
  for (const part of ['documents', 'forge']) {
    for (const path of readdirSync(join(demo, part), { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.[a-z]+$|PIN$/.test(path)) seen[`${part}/${path}`] = readFileSync(join(demo, part, path), 'utf8')
    }
  }
  return seen
}

test('the demo is the same bytes each time, on either Node', async () => {
  const node24 = process.env['COUNTERSIGN_NODE24'] ?? ''
  expect(node24, 'COUNTERSIGN_NODE24 names a Node 24 (see .ci/run)').not.toBe('')
  const once = await play('once', process.execPath)
  expect(Object.keys(once).length).toBeGreaterThan(100)
  expect(await play('twice', process.execPath)).toEqual(once)
  expect(await play('node24', node24)).toEqual(once)
})
