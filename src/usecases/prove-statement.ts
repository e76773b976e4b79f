import { type StatementProof, statementNamespace } from '../evidence/attestation.ts'
import { fingerprintOf } from '../evidence/ssh-keys.ts'
import type { Day } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { isMachineOfEverybody } from '../model/machine-accounts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Person } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { isActive, isSameLogin, personOfAccount } from '../model/role-holders.ts'
import type { WorkflowActor } from '../model/workflow-actor.ts'
import type { SshSignatures } from '../ports/ssh-signatures.ts'

/** Who a workflow run proves, or why it proves nobody. */
export type ProvenActor =
  | { readonly kind: 'proven'; readonly person: string; readonly proof: StatementProof }
  | { readonly kind: 'nobody'; readonly why: string }

interface RunPlace {
  readonly protectedBranch: string
  /** Numeric id of the repository that the log is about. */
  readonly repositoryId: string
  /** Whether the run has the signing key of the log. */
  readonly mayRecord: boolean
  readonly today: Day
}

/**
 * The person who started the workflow run. The variables of a run can be set by anybody on any machine: they prove something
 * only beside the signing key of the log, which only runs on the protected branch are given. A run that somebody else
 * started again is nobody's statement.
 */
export function provenActor(
  model: Pick<ProgramModel, 'people'>,
  actor: WorkflowActor | undefined,
  { protectedBranch, repositoryId, mayRecord, today }: RunPlace,
): ProvenActor {
  const nobody = (why: string): ProvenActor => ({ kind: 'nobody', why })
  if (actor === undefined) return nobody('this is no workflow run, and there is no signature')
  const { id, login, triggeredBy, event, ref } = actor
  if (event !== 'workflow_dispatch') return nobody(`the run was started by ${event} and not by a person`)
  if (ref !== `refs/heads/${protectedBranch}`) return nobody(`the run is not one of the branch ${protectedBranch}`)
  if (actor.repositoryId !== repositoryId) return nobody('the run is of another repository than the log')
  if (!mayRecord) return nobody('the log is not signed, so anybody could have written it')
  if (!isSameLogin(login, triggeredBy)) return nobody(`${triggeredBy} started the run of ${login} again`)
  if (isMachineOfEverybody(login)) return nobody(`${login} acts for everybody`)
  const person = personOfAccount(model, { id: Number(id), login })
  if (person === undefined) return nobody(`People on ${protectedBranch} does not know the account ${login}`)
  const why = whyNot(person, today)
  if (why !== undefined) return nobody(why)
  return { kind: 'proven', person: person.id, proof: { kind: 'workflow-actor', actor: { id, login } } }
}

/** Why a person of People cannot state anything. */
export function whyNot(person: Person, today: Day): string | undefined {
  if (person.type === 'service' || person.type === 'bot') return `${person.id} is a machine account`
  return isActive(person, today) ? undefined : `${person.id} is not active on ${today}`
}

/**
 * Holds a signature against the keys of a person in People.
 *
 * @throws Refusal where none of them signed these bytes: a wrong signature is not recorded as a claim
 */
export async function proveBySignature(
  message: Uint8Array,
  signature: string,
  person: Person,
  model: Pick<ProgramModel, 'people'>,
  ssh: SshSignatures,
): Promise<StatementProof> {
  const keys = person.sshKeys ?? []
  if (keys.length === 0)
    throw new Refusal(
      exitStatus.usage,
      `${person.id} has no SSH key in People on the protected branch`,
      'Add the public key as `sshKeys`, with review, or state it in a workflow run.',
    )
  const fingerprint = await ssh.verify(message, signature, statementNamespace, person.id, keys)
  if (fingerprint === undefined || !keys.some((key) => fingerprintOf(key) === fingerprint))
    throw new Refusal(
      exitStatus.usage,
      `The signature is not one of ${person.id} over this statement`,
      'Sign what --to-sign prints, with the same options, in the namespace countersign-attestation@v1.',
    )
  const other = [...model.people.values()].find(
    ({ value }) => value.id !== person.id && (value.sshKeys ?? []).some((key) => fingerprintOf(key) === fingerprint),
  )
  if (other !== undefined)
    throw new Refusal(
      exitStatus.usage,
      `The key ${fingerprint} is that of ${other.value.id} too, so it proves neither`,
      'Give each person a key of their own.',
    )
  return { kind: 'ssh-signature', fingerprint, signature }
}
