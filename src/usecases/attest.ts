import {
  attestationRecord,
  type Statement,
  type StatementProof,
  statementBytes,
  statementNamespace,
} from '../evidence/attestation.ts'
import { birthOf } from '../evidence/log-birth.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import { toRecordText } from '../evidence/record.ts'
import { addDuration, type Day, dayOf, instantOf } from '../model/days.ts'
import type { EvidenceProducer } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Person } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { WorkflowActor } from '../model/workflow-actor.ts'
import type { SshSignatures } from '../ports/ssh-signatures.ts'
import { readProgram } from '../read/read-program.ts'
import { type AppendResult, appendEvidence, type EvidencePorts } from './append-evidence.ts'
import { tipOf } from './evidence-trust.ts'
import { proveBySignature, provenActor, whyNot } from './prove-statement.ts'
import { readVerifiedLog } from './read-verified-log.ts'
import { rulesAt } from './rules-at.ts'

export interface AttestRequest {
  readonly requirement: string
  readonly statement: string
  readonly from: Day
  readonly to: Day
  readonly outcome: Statement['outcome']
  readonly files: Statement['files']
  /** Id in People; undefined: whoever the workflow run proves. */
  readonly person: string | undefined
  /** A key to sign with, a signature made elsewhere, or neither. */
  readonly signature:
    | { readonly kind: 'key'; readonly file: string }
    | { readonly kind: 'text'; readonly text: string }
    | undefined
  /** Only say what has to be signed. */
  readonly toSign: boolean
  readonly actor: WorkflowActor | undefined
  readonly settings: Settings
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
}

export type Attested =
  /** Text that has to be signed, ending in a line feed. */
  | { readonly kind: 'to-sign'; readonly text: string }
  | {
      readonly kind: 'recorded'
      readonly person: string | undefined
      readonly proof: StatementProof['kind']
      /** Why it is claimed only. */
      readonly why: string | undefined
      readonly append: AppendResult
    }

/** A year with a month to spare: for longer, state each year. */
const longest = 'P396D'
const statementLimit = 2000

/**
 * Records what a person states about a requirement and a stretch of time. It is *proven* by the account that started the
 * workflow run, or by an SSH signature of a key in People; both are looked up on the protected branch. Else it is *claimed*.
 *
 * @throws Refusal; nothing is recorded then
 */
export async function attest(
  request: AttestRequest,
  ports: EvidencePorts & { readonly ssh: SshSignatures },
): Promise<Attested> {
  const { settings, signer, producer, person: named } = request
  const { protectedBranch } = settings
  const tip = await tipOf(ports.history, protectedBranch)
  if (tip === undefined)
    throw new Refusal(exitStatus.notDetermined, `There is no branch ${protectedBranch} here`, 'Fetch it.')
  const { model } = readProgram((await rulesAt(ports.history, tip)).files)
  const { log } = await readVerifiedLog(settings, undefined, ports)
  const birth = log === undefined ? undefined : birthOf(log)
  if (log === undefined || birth === undefined)
    throw new Refusal(exitStatus.usage, 'There is no log to record it in', 'Start one with `evidence init`.')
  const nowMs = ports.clock.now()
  const today = dayOf(instantOf(nowMs), model.programs[0]?.value.timezone ?? 'UTC')
  checkRequest(request, model, today)
  const { origin, mode, repository } = birth.data

  if (request.signature !== undefined || request.toSign) {
    const person = signerAmong(model, named, today)
    const statement = toStatement(request, person.id)
    const bytes = statementBytes(statement, origin)
    if (request.toSign) return { kind: 'to-sign', text: bytes.toString('utf8') }
    const given = request.signature
    const signature =
      given?.kind === 'key' ? await ports.ssh.sign(bytes, statementNamespace, given.file) : (given?.text ?? '')
    const proof = await proveBySignature(bytes, signature, person, model, ports.ssh)
    return record(statement, proof, undefined)
  }
  const place = {
    protectedBranch,
    repositoryId: repository.id,
    mayRecord: mode === 'signed' && signer !== undefined,
    today,
  }
  const proven = provenActor(model, request.actor, place)
  if (proven.kind === 'proven') {
    if (named !== undefined && named !== proven.person)
      throw new Refusal(
        exitStatus.usage,
        `${proven.person} started this run and cannot state anything for ${named}`,
        `Let ${named} start it.`,
      )
    return record(toStatement(request, proven.person), proven.proof, undefined)
  }
  if (named !== undefined) signerAmong(model, named, today)
  return record(toStatement(request, named ?? null), { kind: 'none' }, proven.why)

  async function record(statement: Statement, proof: StatementProof, why: string | undefined): Promise<Attested> {
    const { record: made, attachments } = attestationRecord(statement, origin, proof, producer, nowMs)
    const append = await appendEvidence(
      { records: [made], attachments, signer, create: undefined, producer, places: { ...settings, checkpoints: [] } },
      ports,
    )
    return { kind: 'recorded', person: statement.person ?? undefined, proof: proof.kind, why, append }
  }
}

const toStatement = (request: AttestRequest, person: string | null): Statement => ({
  requirement: request.requirement,
  statement: toRecordText(request.statement, statementLimit),
  person,
  coversFrom: request.from,
  coversTo: request.to,
  outcome: request.outcome,
  files: request.files,
})

/** @throws Refusal where nobody with this id can state anything */
function signerAmong(model: ProgramModel, named: string | undefined, today: Day): Person {
  if (named === undefined)
    throw new Refusal(exitStatus.usage, 'Nobody knows who signs', 'Name the person with --person, as People has them.')
  const person = model.people.get(named)?.value
  if (person === undefined) {
    const near = nearest(named, model.people.keys())
    const guess = near === undefined ? '' : `Did you mean ${near}? `
    throw new Refusal(
      exitStatus.usage,
      `People on the protected branch has no ${named}`,
      `${guess}Give an id of People.`,
    )
  }
  const why = whyNot(person, today)
  if (why !== undefined) throw new Refusal(exitStatus.usage, why, 'Let somebody state it who can.')
  return person
}

/** @throws Refusal */
function checkRequest(
  { requirement, statement, from, to, files }: AttestRequest,
  model: ProgramModel,
  today: Day,
): void {
  const refuse = (what: string, remedy: string) => {
    throw new Refusal(exitStatus.usage, what, remedy)
  }
  const known = [...model.controls.values()].flatMap(({ value }) => [
    ...(value.manualEvidence ?? []).map(({ id }) => id),
    ...(value.evidence ?? []).flatMap(({ id, records }) => (records.kind === 'attestation' ? [id] : [])),
  ])
  if (!known.includes(requirement)) {
    const near = nearest(requirement, known)
    const guess = near === undefined ? '' : `Did you mean ${near}? `
    refuse(
      `No control on the protected branch asks for a statement about ${requirement}`,
      `${guess}Give the id of a row of \`manualEvidence\`.`,
    )
  }
  if (toRecordText(statement, statementLimit) === '') refuse('The statement is empty', 'Say what was done.')
  if ([...statement].length > statementLimit)
    refuse(`The statement has more than ${statementLimit} characters`, 'Put the details into a file and give --file.')
  if (from > to) refuse(`The time from ${from} to ${to} ends before it begins`, 'Give it as FROM..TO.')
  if (to > today) refuse(`${to} has not come yet`, 'State what was done once it is over.')
  if (to > addDuration(from, longest)) refuse('A statement covers at most 13 months', 'State each year.')
  if (files.length > 50) refuse('A statement names at most 50 files', 'Put them into one archive.')
}
