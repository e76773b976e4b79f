import { type ExitStatus, exitStatus, statusOfGate } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { type EvidencePorts, statusOfAppend } from '../usecases/append-evidence.ts'
import { describeAppend } from '../usecases/describe-evidence.ts'
import { tipOf } from '../usecases/evidence-trust.ts'
import { deploymentHistory, startOf, wantedFor } from '../usecases/gate-deployment.ts'
import { type RecordRequest, recordDeploymentFacts } from '../usecases/record-from-facts.ts'
import { rulesAt } from '../usecases/rules-at.ts'
import { verifyEvidence } from '../usecases/verify-evidence.ts'
import { numberAt, shaAt, textAt } from './event.ts'
import type { ActionContext } from './mode.ts'

export interface RecordedDeployment {
  /** How the append went. */
  readonly appended: ExitStatus
  /** What the verdict on the deployment asks for. */
  readonly judged: ExitStatus
  readonly said: string
  /** In a few words, for the summary. */
  readonly inShort: string
}

/** Records the deployment that the event is about; undefined where it is about none. @throws Refusal, ForgeRefused */
export async function recordDeployment(
  { name, payload }: ActionContext['event'],
  repository: RepositoryName,
  request: RecordRequest,
  ports: EvidencePorts & { readonly forge: Forge },
): Promise<RecordedDeployment | undefined> {
  if (name !== 'deployment' && name !== 'deployment_status') return undefined
  const id = numberAt(payload, ['deployment', 'id'])
  const sha = shaAt(payload, ['deployment', 'sha'])
  const environment = textAt(payload, ['deployment', 'environment'])
  if (id === undefined || sha === undefined || environment === undefined) {
    const what = `The payload of the event ${name} has no readable deployment`
    throw new Refusal(exitStatus.notDetermined, what, 'See the README for the events.')
  }
  const { log } = await verifyEvidence(request.places, ports)
  const records = log?.entries.map(({ record }) => record) ?? []
  const tip = await tipOf(ports.history, request.places.protectedBranch)
  const rules = tip === undefined ? undefined : await rulesAt(ports.history, tip)
  const facts = await ports.forge.deploymentFacts({
    owner: repository.owner,
    name: repository.name,
    environment,
    sha,
    deploymentId: id,
    // The run that deploys, not the one that records: only the former was let into the environment by somebody.
    runId: numberAt(payload, ['workflow_run', 'id']) ?? null,
    previousSha: startOf(deploymentHistory(records, environment)),
    wanted: wantedFor(rules?.files ?? [], environment),
  })
  const recorded = await recordDeploymentFacts(facts, request, ports)
  const { append } = recorded
  const verdict = recorded.records.map(({ predicate }) =>
    predicate.kind === 'deployment' ? predicate.data.verdict : undefined,
  )
  const [judged = 'not-determined'] = verdict
  const inShort = `deployment of ${sha.slice(0, 7)} to ${environment}: ${judged}`
  return {
    appended: statusOfAppend[append.outcome.kind],
    judged: statusOfGate[judged],
    said: `${describeAppend(append)}${inShort.charAt(0).toUpperCase()}${inShort.slice(1)}.\n`,
    inShort,
  }
}
