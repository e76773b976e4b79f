import { readFile, stat } from 'node:fs/promises'
import { birthOf } from '../../evidence/log-birth.ts'
import { exitStatus } from '../../model/exit-status.ts'
import type { DeploymentFacts, PullRequestFacts } from '../../model/facts.ts'
import { Refusal } from '../../model/refusal.ts'
import { factsLimitBytes, readDeploymentFacts, readPullRequestFacts } from '../../read/read-facts.ts'
import { type NewLog, statusOfAppend } from '../../usecases/append-evidence.ts'
import { describeAppend, describeMerged } from '../../usecases/describe-evidence.ts'
import { originOf } from '../../usecases/log-origin.ts'
import { type RecordRequest, recordDeploymentFacts, recordPullRequestFacts } from '../../usecases/record-from-facts.ts'
import { recordMergedPullRequests, statusOfMerged } from '../../usecases/record-merged.ts'
import { verifyEvidence } from '../../usecases/verify-evidence.ts'
import { defineCommand } from '../define-command.ts'
import { type EvidenceContext, evidenceOptions, openEvidence } from '../evidence-context.ts'
import { openForge, toRepository } from '../gate-context.ts'

export const evidenceRecordCommand = defineCommand({
  examples: [
    ['countersign evidence record --repo acme/shop', 'every merge that the log does not have yet; asks the forge'],
    ['countersign evidence record --facts pull-412.json', 'a snapshot of a pull request or a deployment, offline'],
  ],
  options: {
    repo: { value: 'owner/name', help: 'repository on the forge; the token is GITHUB_TOKEN' },
    facts: { value: 'file', repeat: true, help: 'a snapshot instead of the forge' },
    baseline: { value: 'commit', help: 'for a new log: nothing up to this commit is judged; default: the present tip' },
    ...evidenceOptions,
  },
  async run({ repo, facts, baseline, ...where }, terminal) {
    if ((repo === undefined) === (facts.length === 0)) {
      throw new Refusal(exitStatus.usage, 'Say what to record', 'Give either --repo OWNER/NAME or --facts FILE.')
    }
    const context = await openEvidence(where, terminal)
    if (repo === undefined) return recordFiles(facts, context, { baseline, remote: where.remote }, terminal)
    const repository = toRepository(repo)
    const id = await repositoryIdOf(context, terminal.environment['GITHUB_REPOSITORY_ID'])
    const request = toRequest(context, { ...repository, id }, { baseline, remote: where.remote }, terminal)
    const forge = await openForge(terminal)
    const result = await recordMergedPullRequests({ ...repository, id }, request, { ...context.ports, forge })
    terminal.out(describeMerged(result))
    return statusOfMerged(result)
  },
})

type Terminal = Parameters<typeof openEvidence>[1]
type Where = { readonly baseline: string | undefined; readonly remote: string | undefined }

async function recordFiles(paths: readonly string[], context: EvidenceContext, where: Where, terminal: Terminal) {
  const read = await Promise.all(paths.map(readSnapshot))
  const pulls = read.flatMap((one) => ('pull' in one ? [one] : []))
  const deployments = read.flatMap((one) => ('pull' in one ? [] : [one]))
  let status: number = exitStatus.ok
  const [first] = read
  if (first === undefined) return exitStatus.usage
  const { id, owner, name } = first.repository
  const request = toRequest(context, { id: String(id), owner, name }, where, terminal)
  const batches = [
    ...(pulls.length === 0 ? [] : [() => recordPullRequestFacts(pulls, request, context.ports)]),
    ...deployments.map((facts) => () => recordDeploymentFacts(facts, request, context.ports)),
  ]
  for (const record of batches) {
    const { append } = await record()
    terminal.out(describeAppend(append))
    status = Math.max(status, statusOfAppend[append.outcome.kind])
  }
  return status as (typeof exitStatus)[keyof typeof exitStatus]
}

async function readSnapshot(path: string): Promise<PullRequestFacts | DeploymentFacts> {
  const text = await textOf(path)
  const isDeployment = text.slice(0, 4000).includes('countersign/deployment-facts/')
  const reading = isDeployment ? readDeploymentFacts(text) : readPullRequestFacts(text)
  if (reading.ok) return reading.facts
  const schema = isDeployment ? 'deployment-facts' : 'pull-request-facts'
  throw new Refusal(
    exitStatus.usage,
    `\`${path}\` is not a snapshot: ${reading.faults.join('; ')}`,
    `It has the form of schemas/${schema}.json.`,
  )
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > factsLimitBytes) throw new RangeError(`it has ${size} bytes, more than ${factsLimitBytes}`)
    return await readFile(path, 'utf8')
  } catch (cause) {
    const why = cause instanceof RangeError ? cause.message : 'it is not there or not readable'
    throw new Refusal(exitStatus.usage, `\`${path}\` cannot be read: ${why}`, 'Give the path of a snapshot.', { cause })
  }
}

/** The id by which the log knows the repository: its own, else that of the workflow run. */
async function repositoryIdOf(context: EvidenceContext, given: string | undefined): Promise<string> {
  const { log } = await verifyEvidence(context.places, context.ports)
  const id = (log === undefined ? undefined : birthOf(log)?.data.repository.id) ?? given
  if (id !== undefined && /^[0-9]{1,20}$/.test(id)) return id
  throw new Refusal(
    exitStatus.usage,
    'The numeric id of the repository is not known',
    'Set GITHUB_REPOSITORY_ID; a workflow run has it.',
  )
}

/** What the log is told of the repository; a log is begun unsigned only in the repository itself. */
export function toRequest(
  { places, signer, producer }: EvidenceContext,
  repository: { readonly id: string; readonly owner: string; readonly name: string },
  { baseline, remote }: Where,
  { environment }: Terminal,
): RecordRequest {
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const name = `${repository.owner}/${repository.name}`
  const create: NewLog = {
    origin: originOf(`${server}/${name}`) ?? `local/${repository.id}/evidence`,
    repository: { id: repository.id, name },
    address: `git+${server}/${name}`,
    protectedBranch: places.protectedBranch,
    mayBeUnsigned: remote === undefined,
    ...(baseline === undefined ? {} : { baseline }),
  }
  return { places, signer, producer, create, address: create.address }
}
