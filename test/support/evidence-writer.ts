// A writer as a process of its own: `node writer.js <remote> <branch> <first number> <count>` appends `count` records, one
// append each, and prints the outcomes. Made into one file by the test that runs it.
import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitProcess } from '../../src/adapters/git-process.ts'
import { demoSigner, formatVerifierKey } from '../../src/evidence/note-key.ts'
import { facts, logCreated, merged } from './evidence-records.ts'

const [remote = '', branch = '', first = '0', count = '0'] = process.argv.slice(2)
const signer = demoSigner()
const { name } = signer.verifier
const log = gitEvidenceLog({
  git: gitProcess(process.env),
  remote,
  branch,
  scratch: tmpdir(),
  pause: (ms) => pause(ms),
  random: Math.random,
  elapsed: () => performance.now(),
  maxTries: 400,
  ...(process.env['WRITER_TOKEN'] === undefined ? {} : { token: process.env['WRITER_TOKEN'] }),
})
for (let number = Number(first); number < Number(first) + Number(count); number += 1) {
  const outcome = await log.append({
    records: [merged(number)],
    attachments: [facts(number)],
    expected: { keys: [signer.verifier], pins: [] },
    signer,
    birth: logCreated('signed', name, formatVerifierKey(signer.verifier)),
  })
  process.stdout.write(`${outcome.kind}\n`)
}
