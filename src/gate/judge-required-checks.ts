import type { GateRule } from '../model/records.ts'
import { judgeChecks } from './judge-checks.ts'
import { type Judged, plainList } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'

/** Checks on the head have succeeded, each posted by whom the rule names. */
export const judgeRequiredChecks = (
  { checks = [] }: NonNullable<GateRule['require']>,
  { facts, moment }: RuleContext,
  path: string,
): Judged => plainList(path, 'checks', judgeChecks(checks, facts.checks, moment.untilMs))
