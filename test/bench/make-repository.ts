// Makes a repository with a history and an evidence log of the sizes asked: `node make-repository.mjs REPOSITORY DOCUMENTS COMMITS
// RECORDS`. REPOSITORY holds a program that `init` wrote; policies are added until there are as many documents.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyTip, type GrownLog, growLog } from '../../src/evidence/grow-log.ts'
import { keyOf } from '../../src/evidence/natural-key.ts'
import { makeRecord } from '../../src/evidence/record.ts'
import { segmentPath } from '../../src/evidence/segments.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { facts, logCreated, origin, repository } from '../support/evidence-records.ts'

const [folder = '', documents = '0', commits = '0', records = '0'] = process.argv.slice(2)
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
git('init', '--quiet', '--initial-branch=main')

// One record a day and more, from two years before on.
const start = Date.parse('2024-01-01T00:00:00Z') / 1000
const everySeconds = 3_000
const at = (number: number) => start + number * everySeconds
const moment = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')

const importer = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'inherit', 'inherit'] })
const imported = once(importer, 'close')
const write = async (text: string | Buffer) => {
  if (!importer.stdin.write(text)) await once(importer.stdin, 'drain')
}
const file = async (path: string, content: string | Buffer) => {
  const bytes = Buffer.from(content)
  await write(`M 100644 inline ${path}\ndata ${bytes.length}\n`)
  await write(bytes)
  await write('\n')
}
const commit = (branch: string, seconds: number, message: string) =>
  write(`commit refs/heads/${branch}
committer Alice <alice@bench.invalid> ${seconds} +0000
data ${Buffer.byteLength(message)}
${message}
`)

const policyId = (number: number) => `POL-BENCH-${String(number).padStart(4, '0')}`
const policyText = (number: number, revision: number) => `apiVersion: countersign/v1
kind: Policy
id: ${policyId(number)}
title: Policy ${number} of the benchmark
version: 1.${revision}.0
status: draft
owner: ana
classification: internal
reviewEvery: P1Y
summary: Revision ${revision} of it.
body: ${policyId(number)}.md
`

await commit('main', start, 'Start the program')
const walk = (below: string): string[] =>
  readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`
    if (path === '.git') return []
    return statSync(join(folder, path)).isDirectory() ? walk(path) : [path]
  })
for (const path of walk('')) await file(path, readFileSync(join(folder, path)))
const policies = Number(documents)
for (let number = 1; number <= policies; number += 1) {
  await file(`compliance/policies/${policyId(number)}.yaml`, policyText(number, 0))
  const paragraphs = Array.from(
    { length: 20 },
    (_, part) => `Paragraph ${part} of policy ${number} says who does what.\n`,
  )
  await file(
    `compliance/policies/${policyId(number)}.md`,
    `# Policy ${number} of the benchmark\n\n${paragraphs.join('\n')}`,
  )
}
for (let number = 1; number < Number(commits); number += 1) {
  await commit('main', at(number), `Change ${number} (#${number})`)
  // Four of five commits change code and nothing else, as in life.
  const policy = (number % policies) + 1
  if (number % 5 === 0) await file(`compliance/policies/${policyId(policy)}.yaml`, policyText(policy, number))
  else await file(`src/file-${number % 997}.txt`, `line ${number}\n`)
}
importer.stdin.write('done\n')
importer.stdin.end()
await imported
const landed = git('rev-list', '--first-parent', '--reverse', 'main').trim().split('\n')

const person = { id: '10002', login: 'bob' }
// One for all of them: what an attachment holds is no matter of rendering.
const attached = facts(1)
const digest = attached.sha256
const producer = { tool: 'countersign/0.1.0', run: 'github:1/1' }

function merged(number: number): EvidenceRecord {
  const sha = landed[number] ?? ''
  const data = {
    pull: number,
    title: `Change ${number}`,
    headSha: sha,
    mergeSha: sha,
    landed: [sha],
    baseRef: 'main',
    baseShaBefore: landed[number - 1] ?? '',
    mergedAt: moment(at(number)),
    mergedBy: person,
    method: 'squash',
    verdict: 'approved',
    decisionDigest: digest,
    factsDigest: digest,
    engine: 'countersign/0.1.0',
    author: { id: '10001', login: 'alice' },
    counted: [person, { id: '10003', login: 'carol' }].map((one) => ({
      ...one,
      reviewId: `${number}`,
      commit: sha,
      submittedAt: moment(at(number) - 60),
    })),
    notCounted: [],
    changeRequests: [],
    category: 'normal',
    emergencyReviewDue: null,
    separation: 'pass',
    reasons: [],
  } as const
  return makeRecord(
    {
      kind: 'change.merged',
      key: keyOf.merged('R_1', number),
      actor: person,
      occurredAt: data.mergedAt,
      recordedAt: moment(at(number) + 60),
      producer,
      result: 'pass',
      attachments: [{ name: 'facts.json', sha256: digest, mediaType: 'application/json', size: attached.bytes.length }],
      data,
    },
    repository,
    sha,
  )
}

/** Every other record is a statement that something was done. */
function attested(number: number): EvidenceRecord {
  const day = moment(at(number) + 120).slice(0, 10)
  return makeRecord(
    {
      kind: 'attestation',
      key: keyOf.attestation(`bench-${number}`, day, day, digest),
      actor: person,
      occurredAt: moment(at(number) + 120),
      recordedAt: moment(at(number) + 180),
      producer,
      result: 'pass',
      attachments: [],
      data: {
        requirement: `EVR-BENCH-${number}`,
        statement: 'It was done.',
        person: 'ana',
        standing: 'claimed',
        proof: 'none',
        keyFingerprint: null,
        coversFrom: day,
        coversTo: day,
        outcome: 'done',
        files: [],
      },
    },
    repository,
    landed[0] ?? '',
  )
}

// In batches of whole segments, so that a large log takes no more memory than a small one.
const batch = 20 * 256
const branch = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'inherit', 'inherit'] })
const branched = once(branch, 'close')
const put = async (path: string, bytes: Buffer) => {
  branch.stdin.write(`M 100644 inline ${path}\ndata ${bytes.length}\n`)
  branch.stdin.write(bytes)
  if (!branch.stdin.write('\n')) await once(branch.stdin, 'drain')
}
branch.stdin.write(`commit refs/heads/compliance-evidence
committer bench <bench@bench.invalid> 1767690300 +0000
data 0
`)
const count = Number(records)
let merges = 0
let grown: GrownLog | undefined
for (let first = 0; first < count; first += batch) {
  const some = Array.from({ length: Math.min(batch, count - first) }, (_, index) => {
    const number = first + index
    if (number === 0) return { ...logCreated('local-unsigned') }
    // In the order of time: the merges are spread over the log as far as there are any.
    if (number % Math.max(1, Math.floor(count / landed.length)) === 0 && merges + 1 < landed.length) {
      merges += 1
      return merged(merges)
    }
    return attested(number)
  })
  const tip = grown === undefined ? emptyTip(origin) : { origin, edge: grown.edge, lastSegment: Buffer.alloc(0) }
  grown = growLog(tip, some, first === 0 ? [attached] : [], undefined)
  for (let number = first / 256; number < (first + some.length) / 256; number += 1)
    await put(segmentPath(number), grown.files.get(segmentPath(number)) ?? Buffer.alloc(0))
  for (const [path, bytes] of first === 0 ? grown.files : []) if (!path.startsWith('entries/')) await put(path, bytes)
}
for (const path of ['edge', 'checkpoint']) await put(path, grown?.files.get(path) ?? Buffer.alloc(0))

// One record more, in a commit of its own: the branch stands before it, and `refs/bench/after` at it.
if (grown === undefined) throw new Error('a log has records')
const last = segmentPath(Math.floor(count / 256))
const tip = { origin, edge: grown.edge, lastSegment: grown.files.get(last) ?? Buffer.alloc(0) }
branch.stdin.write(`commit refs/bench/after
committer bench <bench@bench.invalid> 1767690300 +0000
data 0
from refs/heads/compliance-evidence
`)
for (const [path, bytes] of growLog(tip, [attested(count)], [], undefined).files) await put(path, bytes)
branch.stdin.end()
await branched
git('reset', '--quiet', '--hard', 'main')
writeFileSync(join(folder, '.git', 'made'), `${merges} merges\n`)
