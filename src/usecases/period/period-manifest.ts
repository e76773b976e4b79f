import { type BundleManifest, bundlePaths } from '../../evidence/bundle-manifest.ts'
import type { Day } from '../../model/days.ts'
import { type NamedPeriod, periodName } from '../../model/period.ts'
import type { GatheredEvidence } from '../gather-evidence.ts'
import type { RenderedDocuments } from '../render.ts'
import type { DrawnSample } from '../sample-control.ts'
import type { Packets } from './draw-samples.ts'

/** What the bundle is made from and what it holds. */
export function manifestOf(
  { period, nonce }: { readonly period: NamedPeriod; readonly nonce: string | undefined },
  asOf: Day,
  { commit, model, timezone, repository, origin, size, root, records }: GatheredEvidence,
  { input, assessment }: RenderedDocuments,
  samples: readonly DrawnSample[],
  packets: Packets,
): BundleManifest {
  const program = model.programs[0]?.value
  const told = [...packets.values()].flat().flatMap((packet) => packet.records.map(({ index }) => index))
  const broken = assessment.deviations.flatMap(({ record }) => record ?? [])
  // The first says whose log it is, the last closes it.
  const ends = [records[0], records.at(-1)].flatMap((record) => record?.index ?? [])
  return {
    schema: 'countersign/period-bundle/v1',
    organisation: program?.organisation.name ?? '',
    system: program?.system.name ?? '',
    period: { name: periodName(period.start, period.end), start: period.start, end: period.end },
    interim: asOf < period.end,
    asOf,
    timezone,
    source: { repository: repository ?? null, commit },
    log: { origin, size, root },
    tool: input.pin.tool,
    nonce: nonce ?? '',
    samples: samples.map(({ control, population, sample }) => ({
      control: control.id,
      population: population.items.length,
      drawn: sample.items.length,
      file: bundlePaths.sample(control.id),
    })),
    records: [...new Set([...told, ...broken, ...ends])].sort((a, b) => a - b),
  }
}

/** How the same bundle is made again, for a shell. */
export function commandOf({ period, source, asOf, nonce, interim }: BundleManifest): string {
  const quoted = `'${nonce.replaceAll("'", `'\\''`)}'`
  return [
    `countersign period close ${period.name} --commit ${source.commit} --as-of ${asOf} --checkpoint checkpoint`,
    ...(nonce === '' ? [] : [`--nonce ${quoted}`]),
    ...(interim ? ['--interim'] : []),
    '--out again',
  ].join(' ')
}
