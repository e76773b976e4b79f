import { sampleText } from '../assess/samples/make-sample.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Sample } from '../model/sample.ts'
import { readSample } from '../read/read-sample.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { type DrawnSample, sampleControl } from './sample-control.ts'

export interface SampleCheck {
  readonly drawn: DrawnSample
  /** What differs, one sentence each; empty where the same was drawn again, byte for byte. */
  readonly differences: readonly string[]
}

/** @throws Refusal (2) for a file that is no sample */
export function toSample(text: string): Sample {
  const reading = readSample(text)
  if (reading.ok) return reading.sample
  throw new Refusal(exitStatus.usage, `The file is no sample: ${reading.why}`, 'Give a file that `sample` wrote.')
}

/**
 * Draws a sample again from the commit, the checkpoint and the seed that it names, and compares.
 *
 * @param size another one: the sample is extended, and still begins with what was drawn
 * @throws Refusal as `gatherEvidence` and `sampleControl`
 */
export async function drawAgain(
  sample: Sample,
  request: Pick<AssessRequest, 'settingsPath'>,
  ports: AssessPorts,
  size: number = sample.plan.size,
): Promise<DrawnSample> {
  const gathered = await gatherEvidence({ ...request, revision: sample.commit, checkpoint: sample.checkpoint }, ports)
  return sampleControl(
    {
      control: sample.control.id,
      population: sample.population.name,
      from: sample.population.from,
      to: sample.population.to,
      size,
      nonce: sample.seed.nonce ?? undefined,
      strata: sample.strata,
    },
    gathered,
    sample.tool,
  )
}

/** Whether a sample is what anybody draws who has the repository. */
export async function checkSample(
  text: string,
  request: Pick<AssessRequest, 'settingsPath'>,
  ports: AssessPorts,
): Promise<SampleCheck> {
  const sample = toSample(text)
  const drawn = await drawAgain(sample, request, ports)
  if (sampleText(drawn.sample) === text) return { drawn, differences: [] }
  const found = differencesOf(sample, drawn.sample)
  return { drawn, differences: found.length > 0 ? found : ['The bytes differ, although no part of it is named here.'] }
}

function differencesOf(given: Sample, again: Sample): readonly string[] {
  const parts = Object.keys(again) as (keyof Sample)[]
  return parts
    .filter((part) => JSON.stringify(given[part]) !== JSON.stringify(again[part]))
    .map((part) => {
      if (part === 'items') return 'Other items were drawn, or they are described otherwise.'
      if (part === 'population')
        return `The population is another: ${given.population.count} items, digest ${given.population.digest}; now ${again.population.count}, digest ${again.population.digest}.`
      if (part === 'seed') return `The seed is another: ${given.seed.sha256}; now ${again.seed.sha256}.`
      return `\`${part}\` is another.`
    })
}
