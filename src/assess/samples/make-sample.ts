import type { Day } from '../../model/days.ts'
import type { Control } from '../../model/records.ts'
import type { Sample } from '../../model/sample.ts'
import { monthOf, noDay, type Population } from '../populations/population.ts'
import { drawSample, type Stratification } from './draw-sample.ts'
import { sampleSeed } from './sample-seed.ts'
import { planFor } from './sample-size.ts'

/** Where the population and the seed come from. */
export interface SampleBasis {
  /** `countersign/x.y.z` */
  readonly tool: string
  readonly repository: string | undefined
  /** Commit that program and branch were read from. */
  readonly commit: string
  /** Text of the checkpoint, with what it says. */
  readonly checkpoint: string
  readonly origin: string
  readonly size: number
  /** Hex. */
  readonly root: string
}

export interface SampleWish {
  /** How many; undefined: as the plan of the control says. */
  readonly size: number | undefined
  /** The auditor's text; undefined: the seed is management's. */
  readonly nonce: string | undefined
  readonly strata: Stratification
}

const formula =
  'seed = SHA-256("soc2-sample/v1\\n" + origin + "\\n" + size + "\\n" + root + "\\n" + control + "\\n" + nonce + "\\n"); score = HMAC-SHA256(seed, key); the smallest scores are drawn, ties by the bytes of the key'
const byMonth =
  '; by month: first the smallest score of every month, then the second of every month, and so on, each round by score'

/**
 * Draws a sample from a population and writes down everything that it follows from. The same population, basis and wish
 * give the same bytes.
 *
 * @param notes what else a reader must know, one sentence each
 */
export function makeSample(
  control: Control,
  population: Population,
  basis: SampleBasis,
  { size: asked, nonce, strata }: SampleWish,
  notes: readonly string[] = [],
): Sample {
  const { origin, size, root } = basis
  const count = population.items.length
  const plan = planFor(control, { name: population.name, count })
  const seed = sampleSeed({ origin, size, root, control: control.id, nonce: nonce ?? '' })
  const drawable = population.items.map((item) => ({ ...item, month: monthIn(item.day) }))
  const drawn = drawSample(drawable, asked ?? plan.size, seed, strata)
  return {
    schema: 'countersign/sample/v1',
    tool: basis.tool,
    repository: basis.repository ?? null,
    commit: basis.commit,
    checkpoint: basis.checkpoint,
    control: { id: control.id, title: control.title },
    population: {
      name: population.name,
      title: population.title,
      source: population.source,
      query: population.query,
      from: population.from,
      to: population.to,
      timezone: population.timezone,
      independent: population.independent,
      count,
      digest: population.digest,
      months: population.months,
      keys: drawable
        .map(({ key, month }) => ({ key, month }))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
      excluded: population.excluded,
      windows: population.windows.map((window) => ({ ...window, pages: window.pages ?? null })),
      gaps: population.gaps,
      open: population.open,
    },
    plan: { size: asked ?? plan.size, least: plan.size, why: plan.why },
    strata,
    seed: {
      formula: strata === 'none' ? formula : `${formula}${byMonth}`,
      ...{ origin, size, root },
      control: control.id,
      nonce: nonce ?? null,
      sha256: seed.toString('hex'),
    },
    items: drawn.map(({ item, score }, index) => ({
      rank: index + 1,
      key: item.key,
      score,
      day: item.day ?? null,
      title: item.title,
      facts: item.fields.map((value, column) => ({ name: population.columns[column] ?? '', value })),
      records: item.records,
    })),
    notes: [...notesOn(count, drawn.length, plan.size, nonce), ...notes],
  }
}

const monthIn = (day: Day | undefined): string => (day === undefined ? noDay : monthOf(day))

function notesOn(count: number, drawn: number, least: number, nonce: string | undefined): readonly string[] {
  return [
    ...(nonce === undefined
      ? [
          'Seed chosen by management: no auditor gave a text for it, so that whoever writes the log could have waited for a sample that suits them.',
        ]
      : []),
    ...(count === 0 ? ['There is no item in this period. That is what was found; nothing could be tested.'] : []),
    ...(drawn < least ? [`${drawn} items are fewer than the ${least} that the plan asks for.`] : []),
  ]
}

/** The file as it is written: the same sample is the same bytes. */
export const sampleText = (sample: Sample): string => `${JSON.stringify(sample, null, 2)}\n`
