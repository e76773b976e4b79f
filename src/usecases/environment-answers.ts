import type { EnvironmentAnswer } from '../evidence/environment-approval-record.ts'
import { toRecordText } from '../evidence/record.ts'
import { millisecondsOf } from '../model/days.ts'
import type { EvidenceAccount } from '../model/evidence.ts'
import type { DeploymentFacts, ForgeAccount } from '../model/facts.ts'

/**
 * Who let the run of a deployment into its environment, or refused to. Nothing where it could not be read: the deployment's
 * own record says so. The forge has one list for all attempts of a run, so of a later attempt it is known who started the run
 * at some time, and not always whether that was the attempt that was let in.
 */
export function environmentAnswers(facts: DeploymentFacts): readonly EnvironmentAnswer[] {
  const { deployment, run, environmentApprovals, environment, sha } = facts
  if (deployment === null || run === null || !environmentApprovals.known) return []
  const requestedBy = accountOf(run.actor)
  const later = [run.triggeringActor, ...(run.reruns.known ? run.reruns.value.map(({ by }) => by) : [])]
  const seen = new Set<string>()
  return environmentApprovals.value.flatMap(({ by, state }): EnvironmentAnswer[] => {
    const key = `${by?.id ?? 'unknown'} ${state}`
    if (state === 'unknown' || seen.has(key)) return []
    seen.add(key)
    const isUnclear =
      by === null ||
      run.actor === null ||
      !run.reruns.known ||
      (run.actor.id !== by.id && later.some((account) => account === null || account.id === by.id))
    return [
      {
        environment: toRecordText(environment, 200),
        runId: String(run.id),
        state,
        sha,
        requestedBy,
        by: accountOf(by),
        selfApproved: by !== null && run.actor?.id === by.id ? true : isUnclear ? null : false,
        attempt: run.attempt,
        requestedAtMs: millisecondsOf(deployment.createdAt),
      },
    ]
  })
}

const accountOf = (account: ForgeAccount | null): EvidenceAccount | null =>
  account === null ? null : { id: String(account.id), login: account.login }
