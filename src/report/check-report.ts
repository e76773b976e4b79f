import type { Location } from '../model/location.ts'
import { type Severity, type Verdict, verdictOf } from '../model/outcome.ts'
import type { Choices, Problem, Related } from '../model/problem.ts'
import type { RuleResult } from '../rules/run-rules.ts'

/** One thing that is wrong, from the reader or from a rule. */
export interface ReportItem {
  /** Rule id or problem code. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly at: Location
  /** For example the nearest existing id. */
  readonly hint?: string
  readonly remedy: string
  /** Where one of a few values has to stand there. */
  readonly choices?: Choices
  readonly related: readonly Related[]
  /** Id of the record that a finding is about. */
  readonly resource?: string
  /** Why it counts although the change under check tries to silence it. */
  readonly notSilenced?: string
}

interface WaivedItem extends ReportItem {
  readonly exception: string
  readonly untilDay: string
}

interface BaselinedItem extends ReportItem {
  /** Last day of the baseline. */
  readonly untilDay: string
}

export interface CheckReport {
  readonly verdict: Verdict
  readonly asOf: string
  readonly programFolder: string
  /** The commit that was compared with; undefined without a comparison. */
  readonly base: { readonly name: string; readonly sha: string } | undefined
  readonly counts: {
    readonly files: number
    readonly records: number
    readonly errors: number
    readonly warnings: number
    readonly waived: number
    readonly baselined: number
    readonly notDetermined: number
  }
  /** By file, line, column, code. */
  readonly items: readonly ReportItem[]
  readonly waived: readonly WaivedItem[]
  /** What a baseline lists: still there, and neither a pass nor a failure until its last day. */
  readonly baselined: readonly BaselinedItem[]
  readonly notDetermined: readonly { readonly rule: string; readonly resource: string; readonly why: string }[]
  readonly rules: readonly {
    readonly id: string
    readonly severity: Severity
    readonly state: RuleResult['state']
    readonly counts: RuleResult['counts']
  }[]
  /** Rules that were left out because what they need was not given. */
  readonly notRun: readonly { readonly rule: string; readonly needs: string; readonly required: boolean }[]
}

export interface CheckReportInput {
  readonly asOf: string
  readonly programFolder: string
  readonly base: CheckReport['base']
  readonly files: number
  readonly records: number
  readonly problems: readonly Problem[]
  readonly results: readonly RuleResult[]
  /** What must not be missing: a rule that needs one of these and is not run leaves the verdict open. */
  readonly required: readonly ('base' | 'log')[]
  /** Only what is in these files counts; undefined: everything. */
  readonly isSelected?: (file: string) => boolean
}

/** Puts together what a check found. The verdict speaks of severity error alone; nothing looked at is not a pass. */
export function toCheckReport(input: CheckReportInput): CheckReport {
  const isSelected = input.isSelected ?? (() => true)
  const items: ReportItem[] = []
  const waived: WaivedItem[] = []
  const baselined: BaselinedItem[] = []
  const notDetermined: CheckReport['notDetermined'][number][] = []
  for (const { code, at, what, remedy, related, choices } of input.problems) {
    items.push({
      ...{ code, severity: 'error', message: what, at, remedy, related },
      ...(choices === undefined ? {} : { choices }),
    })
  }
  for (const { rule, results } of input.results) {
    for (const { resource, outcome, severity, notSilenced } of results) {
      if (outcome.kind === 'not-determined') {
        notDetermined.push({ rule: rule.id, resource, why: outcome.why })
        continue
      }
      for (const { message, at, hint, related, severity: own } of outcome.findings) {
        const item: ReportItem = {
          code: rule.id,
          severity: own ?? severity,
          message,
          at,
          ...(hint === undefined ? {} : { hint }),
          remedy: rule.remedy,
          related: related ?? [],
          resource,
          ...(notSilenced === undefined ? {} : { notSilenced }),
        }
        if (outcome.kind === 'fail') items.push(item)
        else if (outcome.kind === 'baselined') baselined.push({ ...item, untilDay: outcome.untilDay })
        else waived.push({ ...item, exception: outcome.exception, untilDay: outcome.untilDay })
      }
    }
  }
  const shown = items.filter(({ at }) => isSelected(at.file)).sort(byPlace)
  const shownWaived = waived.filter(({ at }) => isSelected(at.file)).sort(byPlace)
  const shownBaselined = baselined.filter(({ at }) => isSelected(at.file)).sort(byPlace)
  const notRun = input.results.flatMap(({ rule, state }) =>
    state === 'not-run' && rule.needs !== undefined
      ? [{ rule: rule.id, needs: rule.needs, required: input.required.includes(rule.needs) }]
      : [],
  )
  const errors = shown.filter(({ severity }) => severity === 'error').length
  return {
    verdict: judge(input, errors, notRun),
    asOf: input.asOf,
    programFolder: input.programFolder,
    base: input.base,
    counts: {
      files: input.files,
      records: input.records,
      errors,
      warnings: shown.length - errors,
      waived: shownWaived.length,
      baselined: shownBaselined.length,
      notDetermined: notDetermined.length,
    },
    items: shown,
    waived: shownWaived,
    baselined: shownBaselined,
    notDetermined,
    rules: input.results.map(({ rule, severity, state, counts }) => ({ id: rule.id, severity, state, counts })),
    notRun,
  }
}

function judge({ results, records }: CheckReportInput, errors: number, notRun: CheckReport['notRun']): Verdict {
  if (errors > 0) return 'violated'
  if (notRun.some(({ required }) => required)) return 'not-determined'
  if (records === 0) return 'nothing-checked'
  const open = results.some(({ severity, counts }) => severity === 'error' && counts['not-determined'] > 0)
  // Failures are counted above, where a single finding may count less than its rule.
  const ran = results.some(
    ({ severity, counts }) => severity === 'error' && counts.pass + counts.waived + counts.baselined > 0,
  )
  return verdictOf([
    ...(open ? [{ kind: 'not-determined', why: '' } as const] : []),
    ...(ran ? [{ kind: 'pass' } as const] : []),
  ])
}

function byPlace(a: ReportItem, b: ReportItem): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1
  return (
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  )
}
