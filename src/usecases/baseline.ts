import { addDuration, type Day } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { Located } from '../model/location.ts'
import type { Baseline } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import type { ReportItem } from '../report/check-report.ts'
import { canBeKnown, longestBaseline, stableWords } from '../rules/baseline/known-findings.ts'
import { rules } from '../rules/registry.gen.ts'
import { checkBefore, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest, CheckRun } from './check.ts'
import { readText, type SourceText } from './source-text.ts'

export interface BaselineWish {
  /** Only remove entries whose finding is gone. */
  readonly prune: boolean
  /** List warnings as well, which stop nothing. */
  readonly warnings: boolean
  /** Last day; default 90 days from the day of the check. */
  readonly expires?: Day
  readonly reason?: string
}

type Known = Baseline['findings'][number]

/**
 * Lists the findings of today in `baseline.yaml` of the program, or removes those that are gone from the one that is there.
 * Nothing is written yet.
 * @throws Refusal where there is a baseline already, or none to prune, and for a day that is too far away
 */
export async function planBaseline(
  request: CheckRequest,
  wish: BaselineWish,
  ports: CheckPorts,
): Promise<ProgramChange> {
  const before = await checkBefore(request, ports)
  const plan = wish.prune ? await pruned(before, ports) : created(before, wish)
  return judgeChange(request, before, [plan], ports)
}

function created({ report, model }: CheckRun, { expires, warnings, reason }: BaselineWish) {
  const { asOf, programFolder, items } = report
  const [other] = model.baselines
  if (other !== undefined) {
    const remedy = 'Remove what is mended with --prune; to begin anew, remove the file in a pull request of its own.'
    throw new Refusal(exitStatus.usage, `There is a baseline already, ${other.at.file}`, remedy)
  }
  const last = addDuration(asOf, longestBaseline)
  const until = expires ?? addDuration(asOf, 'P90D')
  if (until <= asOf || until > last) {
    const what = `--expires cannot be ${until}`
    throw new Refusal(exitStatus.usage, what, `Give a day after ${asOf} and not after ${last}.`)
  }
  const counted = items.filter(({ severity }) => warnings || severity === 'error')
  const findings = counted.flatMap((item) => entryOf(item, asOf) ?? [])
  const value = { created: asOf, expires: until, findings, ...(reason === undefined ? {} : { reason }) }
  return { path: `${programFolder}/baseline.yaml`, before: undefined, text: textOfBaseline(value) }
}

async function pruned({ report, model }: CheckRun, { files }: CheckPorts) {
  const baseline = onlyBaseline(model)
  const { value, at } = baseline
  const { asOf } = report
  if (asOf > value.expires) {
    const remedy = 'What it lists counts again: remove the file.'
    throw new Refusal(exitStatus.usage, `The baseline expired on ${value.expires}`, remedy)
  }
  const there = new Set(report.baselined.flatMap((item) => keyOf(entryOf(item, asOf)) ?? []))
  const findings = value.findings.filter((entry) => there.has(keyOf(entry) ?? ''))
  const old: SourceText = await readText(files, at.file)
  if (findings.length === value.findings.length) return { path: at.file, before: old, text: old.text }
  return { path: at.file, before: old, text: textOfBaseline({ ...value, findings }) }
}

/** The file is written anew, so nothing else may stand in it. */
function onlyBaseline({ baselines, records }: CheckRun['model']): Located<Baseline> {
  const [baseline, second] = baselines
  if (baseline === undefined) {
    throw new Refusal(exitStatus.usage, 'There is no baseline to prune', '`countersign baseline` writes one.')
  }
  const { file } = baseline.at
  if (second === undefined && records.filter(({ at }) => at.file === file).length === 1) return baseline
  const remedy = 'Keep one baseline, alone in its file, or remove the entries that BAS-003 names by hand.'
  throw new Refusal(exitStatus.usage, `${file} holds something else as well, or there is a second baseline`, remedy)
}

const ruleOf = new Map(rules.map((rule) => [rule.id, rule]))

/** undefined for what no baseline can list. */
function entryOf({ code, resource, message }: ReportItem, asOf: Day): Known | undefined {
  const rule = ruleOf.get(code)
  if (rule === undefined || !canBeKnown(rule) || resource === undefined) return undefined
  return { rule: code, record: resource, finding: stableWords(message, asOf) }
}

const keyOf = (entry: Known | undefined): string | undefined =>
  entry === undefined ? undefined : JSON.stringify([entry.rule, entry.record, entry.finding])

/** As YAML, one line a value, sorted and without twins, so that a later baseline differs in few lines. */
function textOfBaseline({ created: from, expires, reason, findings }: Omit<Baseline, 'apiVersion' | 'kind'>): string {
  const entries = new Map(findings.map((entry) => [keyOf(entry) ?? '', entry]))
  const rows = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { rule, record, finding }]) => [
      `  - rule: ${rule}`,
      `    record: ${JSON.stringify(record)}`,
      `    finding: ${JSON.stringify(finding)}`,
    ])
  const lines = [
    '# yaml-language-server: $schema=.schemas/v1/baseline.json',
    '#',
    '# Findings that were there when it was written. They are shown and do not count until the last day; new ones count.',
    '# `countersign baseline --prune` removes what was mended. Nothing is added here.',
    'apiVersion: countersign/v1',
    'kind: Baseline',
    `created: ${from}`,
    `expires: ${expires}`,
    ...(reason === undefined ? [] : [`reason: ${JSON.stringify(reason)}`]),
    ...(rows.length === 0 ? ['findings: []'] : ['findings:', ...rows]),
  ]
  return `${lines.join('\n')}\n`
}
