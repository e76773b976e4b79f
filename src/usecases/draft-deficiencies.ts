import { type DraftPlan, type Mended, planDrafts, type UnrecordedFailure } from '../assess/deficiency-drafts.ts'
import type { Edit, YamlValue } from '../edit/edit.ts'
import type { Day } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { shortened } from '../model/markdown-text.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Deficiency } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { mendingDue } from '../rules/deficiencies/mending-due.ts'
import type { AssessedProgram } from './assess.ts'
import { checkBefore, type FileChange, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest, CheckRun } from './check.ts'
import type { ComparisonSince } from './compare-since.ts'
import { kindByWord } from './kind-by-word.ts'
import { editRecords, findNamed } from './named-record.ts'
import { newFiles } from './new-record.ts'
import { nextId } from './next-id.ts'
import { keysOf, schemaOf, stepInto } from './record-schema.ts'

export interface DeficiencyDrafts extends ProgramChange {
  /** Ids of the deficiencies that are new. */
  readonly opened: readonly string[]
  /** Ids of those that are proposed for a retest. */
  readonly retest: readonly string[]
  /** What is left to people, one sentence each. */
  readonly left: readonly string[]
}

const schema = schemaOf('deficiency.json')

/**
 * What it takes to keep the deficiencies of a program in step with what changed since last time: a new one for each control
 * that stopped being met, `ready-for-retest` for those whose control is met again. Made twice it changes nothing the second
 * time. A deficiency is never closed: only a person who tested again may say so.
 *
 * @throws Refusal (2) where the settings, or a deficiency that is there already, have mistakes
 */
export async function draftDeficiencies(
  request: CheckRequest,
  { comparison, after }: ComparisonSince,
  { log }: Pick<AssessedProgram, 'log'>,
  ports: CheckPorts,
): Promise<DeficiencyDrafts> {
  const before = await checkBefore({ ...request, asOf: after.asOf }, ports)
  const { model } = before
  const broken = [...model.malformedIds].find((id) => /^DEF-/.test(id) || /(?:^|\/)deficiencies\//.test(id))
  if (broken !== undefined)
    throw new Refusal(
      exitStatus.usage,
      `${broken} has mistakes, so it is not known which deficiencies are open`,
      'Correct it first; `countersign check` says how.',
    )
  const timezone = model.programs[0]?.value.timezone ?? 'UTC'
  const plan = planDrafts(comparison.states, after.assessment, log, model, timezone)
  const { changes, opened } = await openedFiles(plan, after.asOf, before, ports)
  const edits = await mendedEdits(plan.mended, before, after.asOf, ports)
  const change = await judgeChange({ ...request, asOf: after.asOf }, before, [...changes, ...edits], ports)
  return { ...change, opened, retest: plan.mended.map(({ deficiency }) => deficiency.id), left: plan.left }
}

async function openedFiles({ failures }: DraftPlan, asOf: Day, before: CheckRun, ports: CheckPorts) {
  const changes = new Map<string, FileChange>()
  const opened: string[] = []
  for (const failure of failures) {
    const taken = { ...before.model, malformedIds: new Set([...before.model.malformedIds, ...opened]) }
    const value = draftOf(failure, asOf, taken)
    opened.push(value.id)
    // Copies of schemas are the same for all of them.
    for (const one of await newFiles(kindByWord('deficiency'), toYaml(value), schema, before, ports))
      changes.set(one.path, one)
  }
  return { changes: [...changes.values()], opened }
}

function draftOf({ control, result, items }: UnrecordedFailure, asOf: Day, model: ProgramModel): Deficiency {
  const program = model.programs[0]?.value
  const title = shortened(`${control.title}: not met`, 200)
  const id = nextId(model, stepInto(schema, 'id')?.node ?? {}, { title, year: asOf.slice(0, 4) })
  if (id === undefined) throw new Error('deficiencies count within a year')
  // A key control that does not work is high, as the schema says.
  const severity = control.keyControl === true ? 'high' : 'medium'
  const owner = control.owner ?? program?.organisation.securityLead ?? ''
  const draft: Deficiency = {
    apiVersion: 'countersign/v1',
    kind: 'Deficiency',
    id,
    title,
    description: describe(control.id, result, asOf),
    source: 'assessment',
    // The evidence shows how the control was operated. That it would not have helped either is for people to find.
    type: 'operating',
    severity,
    status: 'open',
    control: control.id,
    ...(items.length === 0 ? {} : { deviations: [...items] }),
    opened: asOf,
    owner,
  }
  const { due } = mendingDue(draft, program)
  const { owner: last, ...rest } = draft
  return { ...rest, due, owner: last }
}

function describe(control: string, { why, deviations }: UnrecordedFailure['result'], asOf: Day): string {
  const told = deviations.slice(0, 10).map(({ day, kind, what }) => `${day} ${kind}: ${shortened(what, 300)}`)
  const more = deviations.length > 10 ? [`and ${deviations.length - 10} more deviations`] : []
  const [first = '', ...rest] = [`${control} is not met as of ${asOf}: ${shortened(why, 1000)}.`, ...told, ...more]
  return shortened([first, ...rest.map((line) => `- ${line}`)].join('\n'), 9000)
}

const toYaml = (record: Deficiency) => ({ ...record }) as unknown as { readonly [key: string]: YamlValue }

/** Mended as far as the evidence shows: the status, the day, and what a person who tests again can look at. */
async function mendedEdits(mended: readonly Mended[], before: CheckRun, asOf: Day, ports: CheckPorts) {
  const order = keysOf(schema)
  const edits = []
  for (const { deficiency, since, evidence } of mended) {
    const place = { id: deficiency.id, collection: 'deficiencies', idKind: 'deficiency' } as const
    const record = await findNamed(before, place, ports)
    const description = `${deficiency.control} is met again as of ${asOf}. For the retest: ${evidence.join('; ')}.`
    const remediation: readonly Edit[] =
      deficiency.remediation === undefined
        ? [{ kind: 'set', path: ['remediation'], value: { description, fixed: since }, order }]
        : deficiency.remediation.fixed === undefined
          ? [{ kind: 'set', path: ['remediation', 'fixed'], value: since }]
          : []
    const status: Edit = { kind: 'set', path: ['status'], value: 'ready-for-retest', order }
    edits.push(...[status, ...remediation].map((edit) => ({ record, edit })))
  }
  return editRecords(edits)
}
