import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatSignerKey } from '../../src/evidence/note-key.ts'
import { origin, unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'
import { repositoryWithLog, signedLog } from '../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
let work = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', signedLog([[unreviewed(1)]]).files)
})

const env = () => ({
  ...sandbox.environment,
  COUNTERSIGN_LOG_KEY: formatSignerKey(origin, Buffer.alloc(32, 1)),
  RUNNER_TEMP: sandbox.path('tmp'),
})
const run = (...args: string[]) => runCli(['evidence', 'import', ...args], { cwd: work, env: env() })

const finding = (code: string, status: string) => ({
  metadata: { event_code: code, product: { name: 'Prowler', version: '5.40.0' } },
  ...{ severity: 'Critical', status: 'New', status_code: status, time: 1_772_446_530 },
  resources: [{ uid: 'acme' }],
  unmapped: { provider: 'github', provider_uid: '1' },
})

test('a file is imported from the command line, once', async () => {
  const findings = [
    finding('organization_members_mfa_required', 'PASS'),
    finding('repository_has_codeowners_file', 'FAIL'),
  ]
  sandbox.write(work, 'prowler.ocsf.json', JSON.stringify(findings))
  const args = ['--format', 'prowler', '--system', 'github.com/acme', '--query', 'prowler github', 'prowler.ocsf.json']
  const first = await run(...args)
  expect(first.stderr).toBe('')
  expect(first.stdout).toMatch(/^prowler\.ocsf\.json \(\d+ bytes, sha256 [0-9a-f]{16}\)$/m)
  expect(first.stdout).toMatch(
    /^ {2}scan\.result of 2026-03-02T10:15:30Z: Prowler 5\.40\.0, 1 failed \(1 critical\), 1 passed/m,
  )
  expect(first.stdout).toMatch(/^ {4}CC8\.1 +1 checks: 1 failed, 0 passed/m)
  expect(first.stdout).toContain('Appended 1 records')
  expect(first.status).toBe(0)
  const second = await run(...args)
  expect(second.stdout).toContain('Nothing new')
  expect(second.status).toBe(0)
})

test('a file that is cut is refused with one line, and so is what says too little', async () => {
  sandbox.write(work, 'cut.sarif', '{"version": "2.1.0", "runs": [')
  const cut = await run('--format', 'sarif', '--system', 'acme', join('cut.sarif'))
  expect(cut).toMatchObject({ status: 2, stdout: '' })
  expect(cut.stderr).toBe(
    'countersign: cut.sarif: byte 30: The JSON ends in the middle. The file was cut short; let it be written again. Nothing was recorded.\n',
  )
  const without = await run('--format', 'sarif', 'cut.sarif')
  expect(without).toMatchObject({ status: 2, stderr: expect.stringContaining('Say which system') })
})
