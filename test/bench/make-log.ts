// Makes a repository with an evidence log of as many records as asked: `node make-log.mjs REPOSITORY LINES COUNT`. LINES gets
// the lines of all records. Then appends one record more, and prints which git processes that took.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { importCommit, productIdentity } from '../../src/adapters/git-import.ts'
import { type Git, gitProcess } from '../../src/adapters/git-process.ts'
import { logCreated, logOf, unreviewed } from '../support/evidence-records.ts'

const [folder = '', lines = '', count = '0'] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder })
const records = Array.from({ length: Number(count) - 1 }, (_, index) => unreviewed(index + 10))
const { files } = logOf([[logCreated('local-unsigned'), ...records]], undefined)
const entries = [...files].filter(([path]) => path.startsWith('entries/')).sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(lines, Buffer.concat(entries.map(([, bytes]) => bytes)))

const git = gitProcess(process.env)
const signature = { who: productIdentity, atSeconds: 1_767_690_300 }
const branch = 'compliance-evidence'
await importCommit(
  git,
  { cwd: folder },
  { branch, parent: undefined, author: signature, committer: signature, message: 'log\n', files, others: 'go' },
)

const commands: string[] = []
const noted = <Call extends { readonly args: readonly string[] }, Result>(run: (call: Call) => Result) => {
  return (call: Call): Result => {
    commands.push(call.args[0] ?? '')
    return run(call)
  }
}
const counting: Git = { run: noted(git.run), text: noted(git.text), stream: noted(git.stream) }
const log = gitEvidenceLog({
  ...{ git: counting, remote: folder, branch, scratch: tmpdir() },
  ...{ pause: async () => undefined, random: () => 0, elapsed: () => 0 },
})
const outcome = await log.append({
  records: [unreviewed(1)],
  attachments: [],
  expected: { keys: [], pins: [] },
  signer: undefined,
  birth: undefined,
})
if (outcome.kind !== 'appended') throw new Error(`the append ended as ${outcome.kind}`)
process.stdout.write(commands.join(' '))
