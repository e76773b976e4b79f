import type { GateRule } from '../model/records.ts'
import { judgeEvidence } from './judge-evidence.ts'
import { type Judged, plainList } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'

/** What must be shown of the head: scans, coverage, environments in which it runs. */
export function judgeRequiredEvidence(
  { evidence = {} }: NonNullable<GateRule['require']>,
  { facts, moment, atMs }: RuleContext,
  path: string,
): Judged {
  const { checks, environmentStates, pull } = facts
  const commit = { sha: pull.head.sha, checks, environmentStates }
  return plainList(path, 'evidence', judgeEvidence(evidence, commit, { atMs, untilMs: moment.untilMs }))
}
