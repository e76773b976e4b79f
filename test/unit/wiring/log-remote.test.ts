import { afterAll, describe, expect, test } from 'vitest'
import { formatSignerKey } from '../../../src/evidence/note-key.ts'
import { formatTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { readSettings } from '../../../src/read/read-settings.ts'
import { appendEvidence } from '../../../src/usecases/append-evidence.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { openEvidence } from '../../../src/wiring/evidence-context.ts'
import { chooseLogRemote } from '../../../src/wiring/log-remote.ts'
import { toRecordRequest } from '../../../src/wiring/record-request.ts'
import type { Terminal } from '../../../src/wiring/terminal.ts'
import { origin, unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { keyNumber } from '../../support/trust-world.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

describe('where a token goes', () => {
  const both = { GITHUB_TOKEN: 'own', COUNTERSIGN_EVIDENCE_TOKEN: 'special' }
  const elsewhere = 'https://github.com/acme/evidence.git'
  const place = { given: undefined, fromSettings: undefined, home: undefined, root: '/repo' }
  test.each([
    {
      what: 'the repository at hand',
      over: {},
      environment: both,
      wanted: { remote: '/repo', token: 'own', isElsewhere: false },
    },
    {
      what: 'its address on the forge',
      over: { home: 'https://github.com/acme/shop.git' },
      environment: both,
      wanted: { remote: 'https://github.com/acme/shop.git', token: 'own', isElsewhere: true },
    },
    {
      what: 'another repository on the same server',
      over: { fromSettings: elsewhere, home: 'https://github.com/acme/shop.git' },
      environment: both,
      wanted: { remote: elsewhere, token: 'special', isElsewhere: true },
    },
    {
      what: 'another repository, with one token for both',
      over: { fromSettings: elsewhere },
      environment: { GITHUB_TOKEN: 'own', COUNTERSIGN_EVIDENCE_TOKEN: '' },
      wanted: { token: 'own' },
    },
    {
      what: 'a stranger, named by a file',
      over: { fromSettings: 'https://evil.example/acme/evidence.git' },
      environment: both,
      wanted: { token: undefined },
    },
    {
      what: 'a name that only begins like the server',
      over: { fromSettings: 'https://github.com.evil.example/e.git' },
      environment: both,
      wanted: { token: undefined },
    },
    {
      what: 'an own server',
      over: { fromSettings: 'https://git.acme.example/acme/evidence.git' },
      environment: { ...both, GITHUB_SERVER_URL: 'https://git.acme.example' },
      wanted: { token: 'special' },
    },
    {
      what: 'what the caller named, whatever the settings say',
      over: { given: 'https://other.example/e.git', fromSettings: elsewhere },
      environment: both,
      wanted: { remote: 'https://other.example/e.git', token: 'special' },
    },
  ])('$what', ({ over, environment, wanted }) => {
    expect(chooseLogRemote({ ...place, ...over }, environment)).toMatchObject(wanted)
  })
})

const settingsText = (remote: string) =>
  `apiVersion: countersign/v1\nkind: Config\nevidence:\n  remote: ${JSON.stringify(remote)}\n`

test.each([
  { remote: 'https://github.com/acme/shop-evidence.git', isGood: true },
  { remote: 'ssh://git@git.acme.example:2222/evidence.git', isGood: true },
  { remote: 'git@github.com:acme/evidence.git', isGood: true },
  { remote: '/srv/git/evidence.git', isGood: true },
  { remote: 'http://github.com/acme/evidence.git', isGood: false },
  { remote: 'https://user:secret@github.com/acme/evidence.git', isGood: false },
  { remote: 'https://github.com/acme/@evidence.git', isGood: false },
  { remote: '--upload-pack=touch /tmp/x', isGood: false },
  { remote: '-oProxyCommand=x@host:path', isGood: false },
  { remote: 'ext::sh -c touch% /tmp/x', isGood: false },
  { remote: 'file:///srv/git', isGood: false },
  { remote: '../elsewhere', isGood: false },
  { remote: '', isGood: false },
])('an address $remote is good: $isGood', ({ remote, isGood }) => {
  const { settings, problems } = readSettings({ path: 'countersign.yaml', bytes: Buffer.from(settingsText(remote)) })
  expect(problems.length === 0).toBe(isGood)
  expect(settings.evidenceRemote).toBe(isGood ? remote : undefined)
})

test('the log is kept where the protected branch says, and never where a pull request says', async () => {
  const work = sandbox.work('code')
  const evidence = sandbox.bare('evidence.git')
  const trap = sandbox.bare('trap.git')
  const signer = keyNumber(1)
  sandbox.write(work, 'countersign.yaml', settingsText(evidence))
  sandbox.write(work, 'compliance/trust.policy', formatTrustPolicy(signer.verifier))
  sandbox.commit(work, 'Evidence is kept elsewhere')
  sandbox.run(work, 'checkout', '-q', '-b', 'pull-request')
  sandbox.write(work, 'countersign.yaml', settingsText(trap))
  sandbox.commit(work, 'Send it to me')
  const environment = { ...sandbox.environment, COUNTERSIGN_LOG_KEY: formatSignerKey(origin, Buffer.alloc(32, 1)) }
  const terminal = { environment, signal: new AbortController().signal } as unknown as Terminal
  const context = await openEvidence({ cwd: work, remote: undefined }, terminal)
  expect(context.logAt).toEqual({ remote: evidence, token: undefined, isElsewhere: true })
  const request = toRecordRequest(context, { id: '7', owner: 'acme', name: 'shop' }, { baseline: undefined }, terminal)
  // In a repository of its own a log is never begun without a key.
  expect(request.create).toMatchObject({ mayBeUnsigned: false })
  const { places, producer, signer: held, ports } = context
  const batch = { records: [unreviewed(2)], attachments: [], signer: held, create: request.create, producer, places }
  expect((await appendEvidence(batch, ports)).outcome.kind).toBe('appended')
  expect(sandbox.run(evidence, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/compliance-evidence')
  for (const other of [work, trap]) expect(sandbox.run(other, 'branch', '--list', 'compliance-evidence')).toBe('')
  expect((await verifyEvidence(places, ports)).outcome).toBe('verified')
})
