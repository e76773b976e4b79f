import { packetName } from '../../assess/packets/build-packets.ts'
import { digestOfKeys } from '../../assess/populations/population.ts'
import { drawSample } from '../../assess/samples/draw-sample.ts'
import { sampleSeed } from '../../assess/samples/sample-seed.ts'
import { type BundleManifest, bundlePaths } from '../../evidence/bundle-manifest.ts'
import type { Sample } from '../../model/sample.ts'
import { readSample, sampleLimitBytes } from '../../read/read-sample.ts'
import type { BundleCheck } from './verify-bundle.ts'

/**
 * Draws every sample of a bundle again, from the list of items that is in it. Whether that list is the population can only be
 * seen at its source: the repository, or the system that was read.
 */
export function checkBundledSamples(
  manifest: BundleManifest,
  textOf: (path: string) => string | undefined,
): readonly BundleCheck[] {
  const what = 'Samples'
  const wrong = manifest.samples.flatMap((row) => {
    const why = reasonSampleIsWrong(row, manifest, textOf)
    return why === undefined ? [] : [`${row.control}: ${why}`]
  })
  const listed = new Set(manifest.samples.map(({ control }) => control))
  if (listed.size < manifest.samples.length) wrong.push('a control has two samples')
  if (wrong.length > 0) return [{ what, state: 'failed', says: wrong.slice(0, 3).join('; ') }]
  if (manifest.samples.length === 0) return [{ what, state: 'ok', says: 'none was drawn' }]
  const items = manifest.samples.reduce((sum, { drawn }) => sum + drawn, 0)
  const says = `all ${manifest.samples.length} were drawn again from their populations, ${items} items, each with its packet`
  const checks: readonly BundleCheck[] = [{ what, state: 'ok', says }]
  if (manifest.nonce !== '') return checks
  const seed = 'management chose the seed: no auditor gave a nonce, so the samples prove nothing to one'
  return [...checks, { what: 'Seed', state: 'not-determined', says: seed }]
}

function reasonSampleIsWrong(
  { control, file, population, drawn }: BundleManifest['samples'][number],
  { log, nonce, source, records }: BundleManifest,
  textOf: (path: string) => string | undefined,
): string | undefined {
  const text = textOf(file)
  if (file !== bundlePaths.sample(control) || text === undefined) return `${file} is missing or has another name`
  if (text.length > sampleLimitBytes) return `${file} is too large`
  const reading = readSample(text)
  if (!reading.ok) return `${file}: ${reading.why}`
  const { sample } = reading
  const keys = sample.population.keys.map(({ key }) => key)
  if (new Set(keys).size < keys.length) return 'an item is in the population twice'
  if (keys.length !== population || sample.population.count !== population) return 'the population has another size'
  if (digestOfKeys(keys) !== sample.population.digest) return 'the digest is not that of the population'
  if (sample.control.id !== control || sample.commit !== source.commit) return 'it is of another control or commit'
  if (!isSeedOf(sample, { ...log, control, nonce })) return 'the seed is not that of the checkpoint and the nonce'
  const again = drawSample(sample.population.keys, sample.plan.size, seedOf(sample), sample.strata)
  const isSame =
    again.length === drawn &&
    sample.items.length === drawn &&
    again.every(({ item, score }, place) => {
      const given = sample.items[place]
      return given?.key === item.key && given.score === score && given.rank === place + 1
    })
  if (!isSame) return 'other items are drawn from this population'
  const folder = `${bundlePaths.samples(control)}packets/`
  const missing = sample.items.find((item) => textOf(`${folder}${packetName(item)}.md`) === undefined)
  if (missing !== undefined) return `item ${missing.rank} has no packet`
  const bundled = new Set(records)
  const unproven = sample.items.flatMap((item) => item.records).find((index) => !bundled.has(index))
  return unproven === undefined ? undefined : `record ${unproven} is not in the bundle`
}

const seedOf = ({ seed }: Sample): Buffer => sampleSeed({ ...seed, nonce: seed.nonce ?? '' })

function isSeedOf(
  sample: Sample,
  expected: {
    readonly origin: string
    readonly size: number
    readonly root: string
    readonly control: string
    readonly nonce: string
  },
): boolean {
  const { seed } = sample
  const names = ['origin', 'size', 'root', 'control'] as const
  return (
    names.every((name) => seed[name] === expected[name]) &&
    (seed.nonce ?? '') === expected.nonce &&
    seedOf(sample).toString('hex') === seed.sha256
  )
}
