import type { Finding, Outcome, Severity } from '../model/outcome.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Exception } from '../model/records.ts'
import { findKnown, type KnownFindings } from './baseline/known-findings.ts'
import type { Judgement, Rule, RuleInfo, RunnableRule, SubjectKind, SubjectOf } from './define-rule.ts'
import { faultsOf } from './exceptions/judge-exception.ts'
import { type CheckInput, type RuleContext, toRuleContext } from './rule-context.ts'
import { subjects } from './subjects.ts'
import { touchedIds } from './touched.ts'

/** The outcome of a rule on one thing, where it is not simply a pass. */
export interface SubjectResult {
  /** Id of the record, as an exception would name it. */
  readonly resource: string
  readonly outcome: Exclude<Outcome, { kind: 'pass' | 'not-applicable' }> | BaselinedOutcome
  /** How much a failure counts here. */
  readonly severity: Exclude<Severity, 'off'>
  /** Why it counts although the change under check tries to silence it. */
  readonly notSilenced?: string
}

/** Failures that a baseline lists, which is neither a pass nor counts until its last day. */
interface BaselinedOutcome {
  readonly kind: 'baselined'
  readonly untilDay: string
  readonly findings: readonly Finding[]
}

export interface RuleResult {
  readonly rule: RuleInfo
  readonly severity: Severity
  /** `off`: by the settings. `not-run`: what it needs was not given. */
  readonly state: 'run' | 'off' | 'not-run'
  readonly counts: Readonly<Record<SubjectResult['outcome']['kind'] | 'pass' | 'not-applicable', number>>
  readonly results: readonly SubjectResult[]
}

/**
 * Asks every rule about everything it is about. Pure: the same program and input give the same result.
 *
 * A finding that only the change under check would silence, by an exception or a lower severity that the base does not
 * have, still counts and says so: otherwise whoever breaks a rule could excuse it in the same pull request.
 *
 * @param input without `base`, rules that compare are not run, and without `log`, those about what happened
 */
export function runRules(
  model: ProgramModel,
  input: CheckInput,
  rules: readonly RunnableRule[],
): readonly RuleResult[] {
  const judge = asking(() => context)
  const findings = new Map<RunnableRule, ReadonlyMap<string, readonly Finding[]>>()
  const context: RuleContext = toRuleContext(model, input, {
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    findingsOf(rule) {
      if (severityOf(rule, context).severity === 'off' || !canRun(rule, context)) return undefined
      const known = findings.get(rule) ?? findingsByRecord(judge(rule))
      findings.set(rule, known)
      return known
    },
  })
  const touched = input.touched ?? (input.base === undefined ? undefined : touchedIds(model, input.base))
  const silencers = { waivers: findWaivers(context), known: findKnown(context) }
  return rules.map((rule) => runRule(rule, context, judge, silencers, touched))
}

type Judge = (rule: RunnableRule) => Iterable<Judgement>

/** Asks rules about everything they are about. What several rules look at is found once. */
function asking(context: () => RuleContext): Judge {
  const found = new Map<SubjectKind, readonly unknown[]>()
  const allOf = <S extends SubjectKind>(subject: S): readonly SubjectOf[S][] => {
    const all = found.get(subject) ?? subjects[subject].all(context())
    found.set(subject, all)
    // The key says of which subject they are.
    return all as readonly SubjectOf[S][]
  }
  function* ask<S extends SubjectKind>(rule: Rule<S>): Iterable<Judgement> {
    const { resourceOf } = subjects[rule.subject]
    for (const subject of allOf(rule.subject)) {
      yield { resource: resourceOf(subject), outcome: rule.check(subject, context()) }
    }
  }
  return (rule) => ('judged' in rule ? rule.judged : ask(rule as Rule))
}

function findingsByRecord(judgements: Iterable<Judgement>): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, readonly Finding[]>()
  for (const { resource, outcome } of judgements) {
    if (outcome.kind === 'fail') found.set(resource, [...(found.get(resource) ?? []), ...outcome.findings])
  }
  return found
}

const canRun = ({ needs }: RuleInfo, context: RuleContext): boolean =>
  needs === undefined || context[needs] !== undefined

interface Waiver {
  readonly exception: Exception
  /** undefined: it was there before the change. */
  readonly introduced: string | undefined
}

/** Valid exceptions by rule and resource. */
function findWaivers(context: RuleContext): ReadonlyMap<string, Waiver> {
  const waivers = new Map<string, Waiver>()
  const { base, baseSettings } = context
  const earlier =
    base === undefined
      ? undefined
      : toRuleContext(base, { asOf: context.asOf, settings: baseSettings ?? context.settings }, context)
  for (const { value: exception } of context.model.exceptions.values()) {
    if (exception.rule === undefined || exception.start > context.asOf) continue
    if (faultsOf(exception, context).length > 0) continue
    const before = base?.exceptions.get(exception.id)?.value
    // One that only this change makes valid, by an approver or by a role for that approver, is brought in by it too.
    const same =
      before !== undefined &&
      earlier !== undefined &&
      faultsOf(before, earlier).length === 0 &&
      before.rule === exception.rule &&
      before.expires === exception.expires &&
      before.start <= exception.start
    for (const resource of exception.resources) {
      const introduced =
        base === undefined || (same && before.resources.includes(resource))
          ? undefined
          : `${exception.id} would waive it, but only this change brings it in: merge the exception first`
      waivers.set(`${exception.rule} ${resource}`, { exception, introduced })
    }
  }
  return waivers
}

interface Silencers {
  readonly waivers: ReadonlyMap<string, Waiver>
  readonly known: KnownFindings
}

function runRule(
  rule: RunnableRule,
  context: RuleContext,
  judge: Judge,
  { waivers, known }: Silencers,
  touched: ReadonlySet<string> | undefined,
): RuleResult {
  const counts = { pass: 0, fail: 0, waived: 0, baselined: 0, 'not-applicable': 0, 'not-determined': 0 }
  const { severity, lowered } = severityOf(rule, context)
  const result = (state: RuleResult['state'], results: readonly SubjectResult[]): RuleResult => ({
    rule,
    severity,
    state,
    counts,
    results,
  })
  if (severity === 'off') return result('off', [])
  if (!canRun(rule, context)) return result('not-run', [])
  const results: SubjectResult[] = []
  for (const { resource, outcome } of judge(rule)) {
    if (outcome.kind === 'pass' || outcome.kind === 'not-applicable' || outcome.kind === 'waived') {
      counts[outcome.kind] += 1
      if (outcome.kind === 'waived') results.push({ resource, outcome, severity })
      continue
    }
    const untouched = rule.overdue === true && touched !== undefined && !touched.has(resource)
    const here = untouched ? 'warning' : severity
    if (outcome.kind === 'not-determined') {
      counts['not-determined'] += 1
      results.push({ resource, outcome, severity: here })
      continue
    }
    const waiver = rule.unwaivable === true ? undefined : waivers.get(`${rule.id} ${resource}`)
    if (waiver !== undefined && waiver.introduced === undefined) {
      counts.waived += 1
      const { exception } = waiver
      const untilDay = exception.expires ?? context.asOf
      const waived = { kind: 'waived', exception: exception.id, untilDay, findings: outcome.findings } as const
      results.push({ resource, outcome: waived, severity: here })
      continue
    }
    const listed = known.sort(rule, resource, outcome.findings)
    for (const { untilDay, findings } of listed.known) {
      results.push({ resource, outcome: { kind: 'baselined', untilDay, findings }, severity: here })
    }
    const [first] = listed.counting
    if (first === undefined) counts.baselined += 1
    else counts.fail += 1
    for (const { why, findings } of listed.counting) {
      const notSilenced = waiver?.introduced ?? why ?? lowered
      const reason = notSilenced === undefined ? {} : { notSilenced }
      results.push({ resource, outcome: { kind: 'fail', findings }, severity: here, ...reason })
    }
  }
  return result('run', results)
}

const weight = { off: 0, warning: 1, error: 2 } as const

/** The severity that counts: that of the settings; where the change lowers it, the one before. */
function severityOf(rule: Pick<RuleInfo, 'id' | 'severity' | 'severityIn'>, context: RuleContext) {
  const own = rule.severityIn?.(context) ?? rule.severity
  const head: Severity = context.settings.severities.get(rule.id) ?? own
  if (context.baseSettings === undefined) return { severity: head, lowered: undefined }
  const earlier = {
    ...context,
    model: context.base ?? context.model,
    program: context.base?.programs[0]?.value ?? context.program,
  }
  const before: Severity = context.baseSettings.severities.get(rule.id) ?? rule.severityIn?.(earlier) ?? rule.severity
  if (weight[head] >= weight[before]) return { severity: head, lowered: undefined }
  const lowered = `only this change makes ${rule.id} \`${head}\`: merge that first, on its own`
  return { severity: before, lowered }
}

/** All findings of a result that count, with the severity of each. */
export function failuresOf(results: readonly RuleResult[]): {
  readonly rule: RuleInfo
  readonly finding: Finding
  readonly severity: 'error' | 'warning'
  readonly result: SubjectResult
}[] {
  return results.flatMap(({ rule, results: found }) =>
    found.flatMap((result) =>
      result.outcome.kind === 'fail'
        ? result.outcome.findings.map((finding) => ({
            rule,
            finding,
            severity: finding.severity ?? result.severity,
            result,
          }))
        : [],
    ),
  )
}
