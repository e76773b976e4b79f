import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitBlobId } from '../../../../src/model/git-blob-id.ts'
import { forgeOn } from '../../../support/forge-on.ts'
import { GitSandbox } from '../../../support/git-sandbox.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../../support/github/fake-github.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const acme = { owner: 'acme', name: 'shop' }

let github: FakeGitHub
let shop: Awaited<ReturnType<FakeGitHub['repo']>>
let parent = ''
beforeAll(async () => {
  github = await startGitHub()
  const ana = github.user('ana', { role: 'admin' })
  shop = await github.repo('acme/shop')
  const files = {
    'README.md': 'shop\n',
    'docs/other.md': 'stays\n',
    'docs/compliance/old/page.md': 'goes\n',
    'docs/compliance/link': { mode: '120000', content: '/etc/passwd' },
    'docs/compliance/run': { mode: '100755', content: '#!/bin/sh\n' },
  } as const
  parent = await shop.commit('main', { files, author: ana })
})
afterAll(() => github.close())

const forge = () => {
  const permissions = { contents: 'write', pull_requests: 'write', metadata: 'read' } as const
  return forgeOn(github, { token: github.token({ permissions }) })
}

test('a folder of many and of large files is replaced as a whole, and all else of the commit stays', async () => {
  const many = Array.from({ length: 430 }, (_, index) => [`p${index % 7}/${index}.md`, `page ${index} — ü\n`] as const)
  const large = Array.from({ length: 3 }, (_, index) => [`large/${index}`, 'x'.repeat(600_000)] as const)
  const files = new Map([...many, ...large])
  const before = github.requests.length
  const commit = await forge().commitFolder(acme, { parent, folder: 'docs/compliance', files, message: 'Documents\n' })
  expect(github.requests.length - before).toBeLessThan(12)
  expect(sandbox.run(shop.state.dir, 'rev-parse', `${commit}^`)).toBe(parent)
  expect(await shop.tipOf('main')).toBe(parent)
  const inside = sandbox.run(shop.state.dir, 'ls-tree', '-r', `${commit}:docs/compliance`).split('\n').sort()
  const wanted = [...files].map(([path, text]) => `100644 blob ${gitBlobId(text)}\t${path}`)
  expect(inside).toEqual(wanted.sort())
  const outside = sandbox.run(shop.state.dir, 'diff', '--name-only', parent, commit, '--', ':!docs/compliance')
  expect(outside).toBe('')
  expect(await forge().listFolder(acme, commit, 'docs/compliance')).toEqual({
    kind: 'folder',
    blobs: new Map([...files].map(([path, text]) => [path, gitBlobId(text)] as const).sort()),
  })
  expectContractKept(github)
})

test('a listing tells plain files from all else, and a folder from what stands in its way', async () => {
  const list = (folder: string) => forge().listFolder(acme, parent, folder)
  expect(await list('docs/compliance')).toEqual({
    kind: 'folder',
    blobs: new Map([
      ['link', undefined],
      ['old/page.md', gitBlobId('goes\n')],
      ['run', undefined],
    ]),
  })
  expect(await list('docs/none/at/all')).toEqual({ kind: 'missing' })
  expect(await list('README.md/x')).toEqual({ kind: 'other', path: 'README.md' })
  expect(await list('docs/compliance/link/x')).toEqual({ kind: 'other', path: 'docs/compliance/link' })
})
