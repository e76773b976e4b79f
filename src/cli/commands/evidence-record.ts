import { birthOf } from '../../evidence/log-birth.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { readAnyFacts } from '../../read/read-facts.ts'
import { drainSpool, statusOfAppend } from '../../usecases/append-evidence.ts'
import { describeAppend, describeMerged } from '../../usecases/describe-evidence.ts'
import { recordDeploymentFacts, recordPullRequestFacts } from '../../usecases/record-from-facts.ts'
import { recordMergedPullRequests, statusOfMerged } from '../../usecases/record-merged.ts'
import { verifyEvidence } from '../../usecases/verify-evidence.ts'
import { type EvidenceContext, evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { openForge, readFacts, toRepository } from '../../wiring/gate-context.ts'
import { toRecordRequest } from '../../wiring/record-request.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceRecordCommand = defineCommand({
  examples: [
    ['countersign evidence record --repo acme/shop', 'every merge that the log does not have yet; asks the forge'],
    ['countersign evidence record --facts pull-412.json', 'a snapshot of a pull request or a deployment, offline'],
    ['countersign evidence record --drain', 'what earlier runs could not append and kept in files'],
  ],
  options: {
    repo: { value: 'owner/name', help: 'repository on the forge; the token is GITHUB_TOKEN' },
    facts: { value: 'file', repeat: true, help: 'a snapshot instead of the forge' },
    drain: { help: 'only take up what earlier runs kept in files because they could not append it' },
    baseline: { value: 'commit', help: 'for a new log: nothing up to this commit is judged; default: the present tip' },
    ...evidenceOptions,
  },
  async run({ repo, facts, drain, baseline, ...where }, terminal) {
    if (Number(repo !== undefined) + Number(facts.length > 0) + Number(drain) !== 1) {
      const how = 'Give one of --repo OWNER/NAME, --facts FILE and --drain.'
      throw new Refusal(exitStatus.usage, 'Say what to record', how)
    }
    const context = await openEvidence(where, terminal)
    if (drain) return recordWaiting(context, terminal)
    if (repo === undefined) return recordFiles(facts, context, { baseline }, terminal)
    const repository = toRepository(repo)
    const id = await repositoryIdOf(context, terminal.environment['GITHUB_REPOSITORY_ID'])
    const request = toRecordRequest(context, { ...repository, id }, { baseline }, terminal)
    const forge = await openForge(terminal)
    const result = await recordMergedPullRequests({ ...repository, id }, request, { ...context.ports, forge })
    terminal.out(describeMerged(result))
    return statusOfMerged(result)
  },
})

async function recordWaiting({ places, ports, signer, producer }: EvidenceContext, terminal: Terminal) {
  const { log } = await verifyEvidence(places, ports)
  const result = await drainSpool({ places, signer, producer, create: undefined, known: log }, ports)
  const { done, left } = result.drained
  const isIdle = result.outcome.kind === 'nothing-new' && done.length + left.length === 0
  terminal.out(isIdle ? 'Nothing waits for this log.\n' : describeAppend(result))
  const status = statusOfAppend[result.outcome.kind]
  return status === exitStatus.ok && left.length > 0 ? exitStatus.notAppended : status
}

type Terminal = Parameters<typeof openEvidence>[1]
type Where = { readonly baseline: string | undefined }

async function recordFiles(paths: readonly string[], context: EvidenceContext, where: Where, terminal: Terminal) {
  const read = await Promise.all(paths.map((path) => readFacts(path, readAnyFacts)))
  const pulls = read.flatMap((one) => ('pull' in one ? [one] : []))
  const deployments = read.flatMap((one) => ('pull' in one ? [] : [one]))
  let status: number = exitStatus.ok
  const [first] = read
  if (first === undefined) return exitStatus.usage
  const { id, owner, name } = first.repository
  const known = await repositoryIdOf(context, String(id))
  const foreign = read.find(({ repository }) => String(repository.id) !== known)
  if (foreign !== undefined) {
    const what = `A snapshot is of repository ${foreign.repository.id}, not of ${known}`
    throw new Refusal(exitStatus.usage, what, 'Record what happened in another repository in the log of that one.')
  }
  const request = toRecordRequest(context, { id: String(id), owner, name }, where, terminal)
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
