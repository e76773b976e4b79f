import { datasetReadings } from '../assess/populations/dataset-population.ts'
import type { Population } from '../assess/populations/population.ts'
import { populationOf } from '../assess/populations/population-of.ts'
import {
  isDataset,
  type PopulationName,
  type WantedPopulation,
  wantedPopulations,
} from '../assess/populations/wanted-populations.ts'
import type { Stratification } from '../assess/samples/draw-sample.ts'
import { makeSample } from '../assess/samples/make-sample.ts'
import { isNonce } from '../assess/samples/sample-seed.ts'
import type { Day } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { Control } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import type { Sample } from '../model/sample.ts'
import { version } from '../model/version.ts'
import { type GatheredEvidence, populationInput } from './gather-evidence.ts'
import { itemsOf } from './load-readings.ts'

export interface SampleRequest {
  readonly control: string
  /** undefined: the first of the control. */
  readonly population?: string | undefined
  /** First and last day; default the period of the program. */
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  /** undefined: as the plan of the control says. */
  readonly size?: number | undefined
  /** The auditor's text. */
  readonly nonce?: string | undefined
  readonly strata?: Stratification | undefined
}

/** A sample with the population it was drawn from. */
export interface DrawnSample {
  readonly gathered: GatheredEvidence
  readonly control: Control
  readonly population: Population
  readonly sample: Sample
}

/** Items that are held at once. */
const mostItems = 500_000

/**
 * Draws the sample of a control from its population.
 *
 * @param tool only for drawing an earlier sample again
 * @throws Refusal (2) for a control or population that is not there, a nonce of several lines or a period that is none; (3)
 * where the population of the control cannot be determined
 */
export async function sampleControl(
  request: SampleRequest,
  gathered: GatheredEvidence,
  tool = `countersign/${version}`,
): Promise<DrawnSample> {
  const { nonce, size, strata = 'none' } = request
  if (nonce !== undefined && !isNonce(nonce))
    throw new Refusal(exitStatus.usage, 'The nonce is not one line of at most 200 characters', 'Give a short text.')
  const control = gathered.model.controls.get(request.control)?.value
  if (control === undefined)
    throw new Refusal(
      exitStatus.usage,
      `The program has no control ${request.control.slice(0, 80)}`,
      'Name one that it has, for example as `assess` lists them.',
    )
  const { wanted, others } = chosenPopulation(control, request.population)
  const period = periodOf(request, gathered)
  const population = await countPopulation(control, wanted, period, gathered)
  const sample = makeSample(control, population, { tool, ...gathered }, { size, nonce, strata }, [
    ...gathered.notes,
    ...others,
  ])
  return { gathered, control, population, sample }
}

/** Counts one population of a control; items of datasets are read from the log. */
export async function countPopulation(
  control: Control,
  wanted: WantedPopulation,
  period: { readonly from: Day; readonly to: Day },
  gathered: GatheredEvidence,
): Promise<Population> {
  const items = new Map<number, readonly object[]>()
  const input = populationInput(gathered, period, items)
  if (isDataset(wanted.name)) {
    let count = 0
    for (const reading of datasetReadings(input, wanted.name, wanted.filters).used) {
      count += reading.data.count
      if (count > mostItems)
        throw new Refusal(
          exitStatus.notDetermined,
          `The population has more than ${mostItems} items`,
          'Draw from a shorter period with --from and --to.',
        )
      const found = await itemsOf(reading, gathered.logCommit, gathered.evidence)
      if (found !== undefined) items.set(reading.index, found)
    }
  }
  return populationOf(control, wanted, input)
}

/** @throws Refusal */
function chosenPopulation(
  control: Control,
  asked: string | undefined,
): { readonly wanted: WantedPopulation; readonly others: readonly string[] } {
  const { wanted, undetermined } = wantedPopulations(control)
  const [first] = wanted
  if (first === undefined) {
    const why = undetermined.length === 0 ? 'it names no evidence' : undetermined.join('; ')
    throw new Refusal(
      exitStatus.notDetermined,
      `What ${control.id} acts on is not determined: ${why}`,
      'Name it in the control with `population:`.',
    )
  }
  const found = asked === undefined ? first : wanted.find(({ name }) => name === asked)
  if (found === undefined)
    throw new Refusal(
      exitStatus.usage,
      `${control.id} has no population ${asked?.slice(0, 80)}`,
      `It has ${inWords(wanted.map(({ name }) => name))}.`,
    )
  const others = wanted.filter((one) => one !== found).map(({ name }) => name)
  return {
    wanted: found,
    others: [
      ...(others.length === 0 ? [] : [`${control.id} also acts on ${inWords(others)}: draw from it by itself.`]),
      ...undetermined.map((sentence) => `${sentence}.`),
    ],
  }
}

const inWords = (names: readonly PopulationName[]): string => names.join(', ')

/** @throws Refusal (2) where neither the caller nor the program says which */
function periodOf({ from, to }: SampleRequest, { model }: GatheredEvidence): { readonly from: Day; readonly to: Day } {
  const period = model.programs[0]?.value.period
  const [first, last] = [from ?? period?.start, to ?? period?.end]
  if (first === undefined || last === undefined)
    throw new Refusal(
      exitStatus.usage,
      'It is not clear of which period',
      'Give --from and --to, or a `period` in the Program.',
    )
  if (first > last)
    throw new Refusal(exitStatus.usage, `The period ends before it begins: ${first} to ${last}`, 'Turn it round.')
  return { from: first, to: last }
}
