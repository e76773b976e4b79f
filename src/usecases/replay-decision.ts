import { sha256Hex } from '../evidence/attachments.ts'
import type { RecordContext } from '../evidence/build-records.ts'
import { firstDifference } from '../evidence/first-difference.ts'
import { RecordRefused, sameBody } from '../evidence/record.ts'
import type { EvidenceRecord, PredicateOfKind } from '../model/evidence.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { readPullRequestFacts } from '../read/read-facts.ts'
import { readProgram } from '../read/read-program.ts'
import { decisionRecord, mergedRecord } from './change-records.ts'
import { judgePullRequest, type RulesSource } from './judge-pull-request.ts'
import { engine } from './record-facts.ts'

/** Kinds of record that hold a decision about a pull request. */
export type DecisionPredicate = PredicateOfKind<'change.decision'> | PredicateOfKind<'change.merged'>

/** A record and what belongs to it. */
export interface RecordedDecision {
  readonly record: EvidenceRecord
  readonly predicate: DecisionPredicate
  /** Attached facts and decision; undefined where the log does not have them. */
  readonly facts: Uint8Array | undefined
  readonly decision: Uint8Array | undefined
  /** Rules and people at the commit that the record names; undefined where that commit is not here. */
  readonly source: RulesSource | undefined
}

export interface Replayed {
  readonly outcome: 'same' | 'different' | 'not-determined'
  /** What is decided now; undefined where nothing could be decided. */
  readonly verdict: GateVerdict | undefined
  /** Where the two differ first, or why it could not be determined; what else is to be known. One line each. */
  readonly remarks: readonly string[]
}

/** Commit whose rules applied. */
export const rulesCommitOf = ({ kind, data }: DecisionPredicate): string =>
  kind === 'change.merged' ? data.baseShaBefore : data.baseSha

/**
 * Decides once more what a record says was decided, from the facts that it attaches and the rules of the commit that it names,
 * and compares: facts and decision byte for byte, and the record itself. Nobody who has left, no account that is gone and no
 * rule that changed since can make a difference. Throws nothing for what is recorded.
 */
export function replayDecision({ record, predicate, facts: factsBytes, decision, source }: RecordedDecision): Replayed {
  const { data } = predicate
  const open = (why: string): Replayed => ({ outcome: 'not-determined', verdict: undefined, remarks: [why] })
  if (factsBytes === undefined) return open('the facts that it rests on are not in the log')
  if (decision === undefined) return open('what was decided is not attached to it')
  if (source === undefined)
    return open(`commit ${rulesCommitOf(predicate)}, whose rules applied, is not in this repository`)
  const reading = readPullRequestFacts(new TextDecoder().decode(factsBytes))
  if (!reading.ok) return open(`this version cannot read its facts: ${reading.faults.join('; ')}`)

  const judged = judgePullRequest(reading.facts, source)
  const { verdict } = judged.decision
  const isSameEngine = data.engine === engine
  const engines = isSameEngine ? [] : [`decided by ${data.engine}, and again by ${engine}`]
  const end = (outcome: Replayed['outcome'], remarks: readonly string[]): Replayed => ({
    outcome,
    verdict,
    remarks: [...remarks, ...engines],
  })
  const differs = (what: string): Replayed =>
    // Another version may rightly decide otherwise: that alone shows nothing.
    isSameEngine ? end('different', [what]) : end('not-determined', [what])

  if (judged.factsDigest !== data.factsDigest || sha256Hex(factsBytes) !== data.factsDigest) {
    return differs('the facts, written down again, have another digest')
  }
  if (sha256Hex(decision) !== data.decisionDigest) return differs('the attached decision is not the one that it names')
  if (!Buffer.from(judged.decisionText).equals(decision)) {
    return differs(firstDifference(parsed(decision), parsed(judged.decisionText)) ?? 'written down in another form')
  }
  // Sentences may read differently in another version; the decision is the same.
  if (!isSameEngine) return end('same', [])
  const again = recordAgain(record, predicate, judged, source)
  if (again === undefined) return end('different', ['the facts are not of a merged pull request'])
  if (sameBody(record, again)) return end('same', [])
  return end('different', [
    firstDifference(data, again.predicate.data, '/record') ?? 'the record was made for something else',
  ])
}

/** The record as it would be made today, with the moment and producer of the old one; undefined where the facts forbid it. */
function recordAgain(
  record: EvidenceRecord,
  predicate: DecisionPredicate,
  judged: ReturnType<typeof judgePullRequest>,
  source: RulesSource,
): EvidenceRecord | undefined {
  const context: RecordContext = {
    repositoryId: String(judged.facts.repository.id),
    address: record.subject[0]?.name ?? '',
    producer: predicate.producer,
    nowMs: Date.parse(predicate.recordedAt),
  }
  try {
    if (predicate.kind === 'change.decision') return decisionRecord(judged, context)?.record
    const { landed, baseShaBefore, method } = predicate.data
    const program = readProgram(source.files).model.programs[0]?.value
    return mergedRecord(judged, { landed, baseShaBefore, method }, program, context).record
  } catch (error) {
    if (error instanceof RangeError || error instanceof RecordRefused) return undefined
    throw error
  }
}

function parsed(text: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text))
  } catch {
    return undefined
  }
}
