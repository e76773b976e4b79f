import { type Attachment, toAttachment } from '../evidence/attachments.ts'
import {
  attached,
  changeDecisionRecord,
  changeMergedRecord,
  type DecisionAttachments,
  deploymentRecord as deploymentRecordOf,
  type RecordContext,
} from '../evidence/build-records.ts'
import { environmentApprovalRecord } from '../evidence/environment-approval-record.ts'
import { millisecondsOf } from '../model/days.ts'
import type { EvidenceRecord } from '../model/evidence.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { Program } from '../model/records.ts'
import { environmentAnswers } from './environment-answers.ts'
import type { GatedDeployment } from './gate-deployment.ts'
import { sortedJson } from './gate-digests.ts'
import type { JudgedPullRequest } from './judge-pull-request.ts'
import { type Landing, toChangeDecision, toChangeMerged, toDeployment } from './record-facts.ts'

/** A record and the facts that it rests on. */
export interface AttachedRecord {
  readonly record: EvidenceRecord
  readonly attachments: readonly Attachment[]
}

/** The verdict on an open pull request; undefined where there is none to record. */
export function decisionRecord(judged: JudgedPullRequest, context: RecordContext): AttachedRecord | undefined {
  const data = toChangeDecision(judged)
  if (data === undefined) return undefined
  const made = attachmentsOf(judged)
  const newest = { id: judged.facts.newestEvent, atMs: newestMomentOf(judged.facts) }
  return { record: changeDecisionRecord(data, made, newest, context), attachments: [made.facts, made.decision] }
}

/** A merge, judged with the rules before it. @throws RangeError where the pull request was not merged */
export function mergedRecord(
  judged: JudgedPullRequest,
  landing: Landing,
  program: Program | undefined,
  context: RecordContext,
): AttachedRecord {
  const made = attachmentsOf(judged)
  const record = changeMergedRecord(toChangeMerged(judged, landing, program), made, context)
  return { record, attachments: [made.facts, made.decision] }
}

/** What was known and what was decided: together with the rules in git, all that is needed to decide it again. */
const attachmentsOf = ({ factsText, decisionText }: JudgedPullRequest): DecisionAttachments => ({
  facts: toAttachment(factsText),
  decision: toAttachment(decisionText),
})

/** A deployment and the decision about it. @throws RangeError where it has no id: it could be recorded twice */
export function deploymentRecord({ facts, decision }: GatedDeployment, context: RecordContext): AttachedRecord {
  if (facts.deployment === null) throw new RangeError('a deployment without an id cannot be recorded')
  const attachment = toAttachment(sortedJson(facts))
  const record = deploymentRecordOf(toDeployment(facts, decision), String(facts.deployment.id), attachment, context)
  return { record, attachments: [attachment] }
}

/** Who let the run of a deployment into its environment; they rest on the facts that the deployment does. */
export function approvalRecords({ facts }: GatedDeployment, context: RecordContext): readonly AttachedRecord[] {
  const attachment = toAttachment(sortedJson(facts))
  return environmentAnswers(facts).map((answer) => ({
    record: environmentApprovalRecord(answer, [attached('facts.json', attachment)], context),
    attachments: [attachment],
  }))
}

/** When the newest thing happened that the snapshot holds, as the server saw it. Milliseconds since 1970. */
function newestMomentOf({ pull, reviews, headChanges }: PullRequestFacts): number {
  const moments = [
    pull.createdAt,
    ...(reviews.known ? reviews.value.flatMap(({ submittedAt }) => submittedAt ?? []) : []),
    ...(headChanges.known ? headChanges.value.map(({ at }) => at) : []),
  ]
  return Math.max(...moments.map(millisecondsOf))
}
