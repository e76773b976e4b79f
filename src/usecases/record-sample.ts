import { digestOfKeys } from '../assess/populations/population.ts'
import { sampleText } from '../assess/samples/make-sample.ts'
import { sha256Hex, toAttachment } from '../evidence/attachments.ts'
import { canonicalJson } from '../evidence/canonical-json.ts'
import { keyOf } from '../evidence/natural-key.ts'
import { makeSystemRecord, toMoment } from '../evidence/record.ts'
import type { EvidencePredicate, PredicateOfKind } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Sample } from '../model/sample.ts'
import { type AppendResult, appendEvidence, type EvidencePorts } from './append-evidence.ts'
import type { RecordRequest } from './record-from-facts.ts'

export interface RecordingSample extends Pick<RecordRequest, 'places' | 'signer' | 'producer'> {
  readonly sample: Sample
  readonly actor: EvidencePredicate['actor']
}

/**
 * Records that a sample was drawn, with the sample attached. The same sample is recorded once, whoever draws it again and
 * whenever; another nonce, or another size, is another record, so that nobody draws in secret until they like what comes.
 *
 * @throws Refusal (2) where the sample is too large to be attached, RecordRefused
 */
export async function recordSample(
  { sample, actor, places, signer, producer }: RecordingSample,
  ports: EvidencePorts,
): Promise<AppendResult> {
  const { population, seed, control } = sample
  const data: PredicateOfKind<'sample.drawn'>['data'] = {
    control: control.id,
    population: population.name,
    from: population.from,
    to: population.to,
    timezone: population.timezone,
    count: population.count,
    populationDigest: population.digest,
    size: sample.plan.size,
    drawn: sample.items.length,
    itemsDigest: digestOfKeys(sample.items.map(({ key }) => key)),
    strata: sample.strata,
    nonce: seed.nonce,
    origin: seed.origin,
    logSize: seed.size,
    root: seed.root,
    commit: sample.commit,
  }
  const file = attached(sample)
  const now = toMoment(ports.clock.now())
  const record = makeSystemRecord(
    {
      kind: 'sample.drawn',
      key: keyOf.sampleDrawn(data.control, data.population, data.from, data.to, sha256Hex(canonicalJson(data))),
      actor,
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [
        { name: 'sample.json', sha256: file.sha256, mediaType: 'application/json', size: file.bytes.length },
      ],
      data,
    },
    'samples',
    data.itemsDigest,
  )
  return appendEvidence({ records: [record], attachments: [file], signer, create: undefined, producer, places }, ports)
}

function attached(sample: Sample) {
  try {
    return toAttachment(sampleText(sample))
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new Refusal(
      exitStatus.usage,
      `The sample cannot be recorded: ${cause.message}`,
      'Draw from a shorter period with --from and --to.',
      { cause },
    )
  }
}
