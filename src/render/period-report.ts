import { countsInWords } from '../assess/assess-operation.ts'
import { onlyProgram } from '../assess/assess-program.ts'
import type { ControlAssessment } from '../assess/assessment.ts'
import { printScore } from '../assess/score.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { categories } from '../model/criteria.ts'
import { inlineText } from '../model/markdown-text.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import { deviationRows } from './deviation-rows.ts'
import { type PageContext, pageContext } from './page-context.ts'
import { byUrgency, code, listOf, orNothing, stateWords } from './page-text.ts'
import { allDocuments } from './pages/registry.gen.ts'
import type { RenderInput } from './render-input.ts'

/** The sample of a control, or why there is none. Text of people is not escaped yet. */
export type ReportedSample = { readonly control: string } & (
  | {
      readonly kind: 'drawn'
      readonly population: string
      readonly items: number
      readonly drawn: number
      /** What is not known of the population; empty where it is known to be whole. */
      readonly open: readonly string[]
      /** Page of the sample, relative to the report. */
      readonly page: string
    }
  | { readonly kind: 'unknown'; readonly why: string }
)

/** What a report says besides what the documents say. */
export interface PeriodReportFacts {
  readonly name: string
  readonly interim: boolean
  /** Empty: nobody chose one, so that management chose the seed. */
  readonly nonce: string
  readonly samples: readonly ReportedSample[]
  /** Address of the repository as the log has it. */
  readonly repository: string | undefined
  /** How the bundle is made again. */
  readonly command: string
  readonly notes: readonly string[]
}

/** Way from the report to the control documents. */
const documents = 'documents/'
const shownDeviations = 500

/** The pages of a bundle that are no control document: `report.md`, `README.md` and the plain `README.txt`. */
export function periodPages(input: RenderInput, facts: PeriodReportFacts): ReadonlyMap<string, string> {
  const context = pageContext(input, allDocuments)
  const view = { ...headOf(context, facts), ...resultOf(context), ...samplesOf(context, facts) }
  const start = startOf(view, facts)
  const pages = [
    ['report.md', context.fill('period-report', view)],
    ['README.md', context.fill('period-start', start)],
    ['README.txt', context.fill('period-readme', { ...start, ...plainOf(context, facts) })],
  ] as const
  return new Map(pages.map(([path, text]) => [path, redactText(`${text.trimEnd()}\n`)]))
}

function headOf({ model, assessment, pin, timezone }: PageContext, facts: PeriodReportFacts) {
  const { basis } = assessment
  const program = onlyProgram(model)
  const note = pin.checkpoint === undefined ? undefined : parseCheckpoint(pin.checkpoint)
  const signers = note?.signatures.map(({ name, keyId }) => `${inlineText(name)} (key ${code(keyId)})`) ?? []
  const inScope = new Set(['CC', ...(program?.categories ?? [])])
  return {
    organisation: orNothing(program?.organisation.name),
    system: orNothing(program?.system.name),
    period: facts.name,
    start: basis.kind === 'period' ? basis.start : basis.asOf,
    end: basis.kind === 'period' ? basis.end : basis.asOf,
    timezone: inlineText(timezone),
    asOf: basis.asOf,
    interim: facts.interim,
    scope: listOf(categories.filter(({ id }) => inScope.has(id)).map(({ id, name }) => `${name} (${id})`)),
    unsigned: signers.length === 0,
    signature: signers.length === 0 ? '**none**' : signers.join(', '),
    repository: orNothing(facts.repository),
    commit: pin.sourceCommit,
    origin: note === undefined ? 'none' : inlineText(note.checkpoint.origin),
    size: note?.checkpoint.size ?? 0,
    root: note?.checkpoint.root.toString('hex') ?? '',
    tool: inlineText(pin.tool),
    command: facts.command,
    notes: [...assessment.notes, ...facts.notes].map((note) => inlineText(note)),
  }
}

function resultOf(context: PageContext) {
  const { assessment } = context
  const { score, deviations } = assessment
  return {
    score: printScore(score),
    scored: score.tenths !== undefined,
    band: score.band ?? '',
    notReady: score.blockers.length === 0 ? '' : context.text(score.blockers.join('; '), documents),
    controls: score.controls,
    criteria: score.criteria,
    deviationCount: deviations.length,
    exceptionCount: score.exceptionsInForce,
    deviations: deviationRows(deviations.slice(0, shownDeviations), context, documents),
    cut: Math.max(0, deviations.length - shownDeviations),
  }
}

function samplesOf(context: PageContext, { samples, nonce }: PeriodReportFacts) {
  const byControl = new Map(samples.map((sample) => [sample.control, sample]))
  const drawn = samples.flatMap((sample) => (sample.kind === 'drawn' ? [sample] : []))
  const rowOf = (one: ControlAssessment) => {
    const sample = byControl.get(one.id)
    return {
      control: context.titled(one.id, documents),
      design: designInWords(one),
      operation: context.text(operationInWords(one), documents),
      deviations: one.deviations.length,
      sample:
        sample === undefined
          ? 'none: not in use'
          : sample.kind === 'drawn'
            ? `[${sample.drawn} of ${sample.items}](${sample.page})`
            : 'population not known',
    }
  }
  const all = [...context.assessment.controls.values()]
  return {
    groups: byUrgency
      .map((state) => ({
        state: stateWords[state].replaceAll('*', ''),
        rows: all.filter((one) => one.state === state).map(rowOf),
      }))
      .filter(({ rows }) => rows.length > 0)
      .map((group) => ({ ...group, count: group.rows.length })),
    seedInWords:
      nonce === ''
        ? '**The seed was chosen by management:** no auditor gave a nonce, so that whoever wrote the log could have chosen what is looked at.'
        : `The auditor chose the nonce “${inlineText(nonce)}”. With the root of the log it fixes which items are drawn; nobody else could choose them.`,
    samples: drawn.map((sample) => ({
      control: context.titled(sample.control, documents),
      page: sample.page,
      population: inlineText(sample.population),
      items: sample.items,
      drawn: `[${sample.drawn}](${sample.page})`,
      whole: sample.open.length === 0 ? 'yes' : `**not known:** ${inlineText(sample.open.join(' '))}`,
    })),
    unknown: samples.flatMap((sample) =>
      sample.kind === 'unknown'
        ? [{ control: context.titled(sample.control, documents), why: context.text(sample.why, documents) }]
        : [],
    ),
  }
}

const designInWords = ({ design: { state, missing } }: ControlAssessment): string =>
  state === 'incomplete' ? `**Incomplete:** ${inlineText(missing.join('; '))}` : state

function operationInWords(one: ControlAssessment): string {
  const { operation } = one
  if (operation.kind === 'not-judged' || !one.supports) return operation.why
  const { expected } = operation.counts
  return expected === 0 ? operation.why : countsInWords(operation.counts)
}

const startOf = (view: ReturnType<typeof headOf> & ReturnType<typeof samplesOf>, { command }: PeriodReportFacts) => ({
  ...view,
  command,
  data: '`data/`',
  samples: view.samples.map(({ control, page, drawn, items }) => ({
    control,
    link: `[${drawn.replace(/^\[(\d+)\].*$/, '$1')} of ${items} items](${page})`,
  })),
})

/** The same for a file that nobody renders: one line each, without marks. */
function plainOf({ model }: PageContext, { command }: PeriodReportFacts) {
  const program = onlyProgram(model)
  const line = (text: string | undefined) => (text ?? '').replace(/[\s\p{C}]+/gu, ' ').slice(0, 200)
  return { organisation: line(program?.organisation.name), system: line(program?.system.name), command }
}
