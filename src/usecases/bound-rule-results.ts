import { assessmentRules } from '../assess/rules/registry.gen.ts'
import { startOf } from '../model/location.ts'
import { recordsUntil } from '../model/log-record.ts'
import type { Revision, RevisionCommit } from '../read/record-history.ts'
import { boundRules } from '../render/readiness-items.ts'
import type { RunnableRule } from '../rules/define-rule.ts'
import type { LoggedHistory } from '../rules/logged-history.ts'
import { newestReadings } from '../rules/read-datasets.ts'
import { rules } from '../rules/registry.gen.ts'
import { type RuleResult, runRules } from '../rules/run-rules.ts'
import type { AssessedProgram, AssessPorts } from './assess.ts'
import { loadReadings } from './load-readings.ts'

/** The protected branch up to the commit that the program was read from. */
interface Line {
  readonly revisions: ReadonlyMap<string, readonly Revision[]>
  /** Oldest first. */
  readonly commits: readonly RevisionCommit[]
}

/**
 * Asks the rules that readiness checklists are bound to, about the program at its commit and the log as far as it counts.
 * Rules about what happened are not asked where there is no log.
 */
export async function boundRuleResults(
  assessed: AssessedProgram,
  line: Line,
  ports: Pick<AssessPorts, 'openLog'>,
): Promise<ReadonlyMap<string, RuleResult>> {
  const { model, settings, assessment, log } = assessed
  const { asOf } = assessment.basis
  const bound = boundRules(model)
  const asked = rules.filter(({ id }) => bound.has(id))
  const logged = log.length === 0 ? undefined : await loggedHistory(assessed, asked, line, ports)
  const timezone = model.programs[0]?.value.timezone ?? 'UTC'
  const judged = assessmentRules
    .filter(({ id }) => bound.has(id))
    .map((rule) => ({
      ...rule,
      judged:
        logged === undefined
          ? []
          : rule.judge({ model, assessment, timezone, records: recordsUntil(log, asOf, timezone), placeOf }),
    }))
  const input = { asOf, settings, ...(logged === undefined ? {} : { log: logged }) }
  return new Map(runRules(model, input, [...asked, ...judged]).map((result) => [result.rule.id, result]))
}

/** Documents show no lines of the log, only how many findings there are. */
const placeOf = (index: number) => {
  const file = `record ${index}`
  return { file, locate: () => startOf(file) }
}

async function loggedHistory(
  { assessment, log, logCommit, model, settings }: AssessedProgram,
  asked: readonly RunnableRule[],
  { revisions, commits }: Line,
  ports: Pick<AssessPorts, 'openLog'>,
): Promise<LoggedHistory> {
  const records = recordsUntil(log, assessment.basis.asOf, model.programs[0]?.value.timezone ?? 'UTC').map(
    ({ record }) => record,
  )
  const datasets = new Set<string>(asked.flatMap((rule) => rule.datasets ?? []))
  const wanted = newestReadings(records, datasets)
  return {
    records,
    placeOf,
    revisions,
    commits: commits.map(({ sha }) => sha),
    digests: new Map([...revisions].flatMap(([id, own]) => digestOf(id, own.at(-1)))),
    readings: logCommit === undefined ? [] : await loadReadings(wanted, logCommit, ports.openLog(settings)),
  }
}

/** The program was read from the last commit of the line, so a record is what its last revision made of it. */
const digestOf = (id: string, last: Revision | undefined): readonly (readonly [string, string])[] =>
  last?.digest === undefined ? [] : [[id, last.digest]]
