import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import type { EvidencePorts } from '../usecases/append-evidence.ts'
import { type DecisionsRecording, recordDecisions } from '../usecases/record-decisions.ts'
import type { RecordRequest } from '../usecases/record-from-facts.ts'
import { concernedPulls } from './concerned-pulls.ts'
import { gateTaskOf } from './event.ts'
import type { ActionContext } from './mode.ts'

/**
 * Records the verdicts on the open pull requests that the event concerns; on a schedule on all of them, so that what an
 * event brought that nobody heard is made up for. undefined where it concerns none.
 *
 * @throws Refusal, ForgeRefused, ForgeUnreachable
 */
export async function recordVerdicts(
  { name, payload }: ActionContext['event'],
  repository: RepositoryName & { readonly id: string },
  request: RecordRequest,
  ports: EvidencePorts & { readonly forge: Forge },
): Promise<DecisionsRecording | undefined> {
  const pulls = await pullsOf(name, payload, repository, request.places.protectedBranch, ports.forge)
  return pulls.length === 0 ? undefined : recordDecisions(repository, pulls, request, ports)
}

async function pullsOf(
  name: string,
  payload: unknown,
  repository: RepositoryName,
  protectedBranch: string,
  forge: Forge,
): Promise<readonly ListedPull[]> {
  // A deployment and its status are about what was merged.
  if (name === 'deployment' || name === 'deployment_status') return []
  const task = gateTaskOf(name, payload)
  switch (task.kind) {
    case 'pull-request':
      return [await forge.pull({ ...repository, number: task.number })]
    case 'head':
    case 'all-open': {
      const pulls = await concernedPulls(task, repository, protectedBranch, forge)
      return typeof pulls === 'string' ? [] : pulls
    }
    case 'unreadable':
      throw new Refusal(exitStatus.notDetermined, task.why, 'See the README for the events.')
    case 'merge-group':
    case 'deployment':
    case 'nothing':
      return []
  }
}
