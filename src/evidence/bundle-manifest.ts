import type { DeepReadonly } from '../model/deep-readonly.ts'
import type { PeriodBundle } from '../model/records.gen.ts'
import { PeriodBundle as validate } from '../read/bundle-validators.gen.js'
import { parsePlainJson } from './plain-json.ts'

/** What a period bundle was made from and what it holds (schemas/period-bundle.json). */
export type BundleManifest = DeepReadonly<PeriodBundle>

/** Where the parts of a bundle stand in it. */
export const bundlePaths = {
  manifest: 'bundle.json',
  checkpoint: 'checkpoint',
  policy: 'trust.policy',
  keys: 'keys.json',
  sums: 'SHA256SUMS',
  documents: 'documents/',
  record: (index: number) => `records/${index}.json`,
  proof: (index: number) => `records/${index}.tlog-proof`,
  /** Folder of the sample of a control. */
  samples: (control: string) => `samples/${control}/`,
  sample: (control: string) => `samples/${control}/sample.json`,
} as const

export type ManifestReading =
  | { readonly ok: true; readonly manifest: BundleManifest }
  | { readonly ok: false; readonly why: string }

const MAX_LENGTH = 32 * 1024 * 1024

export function parseManifest(text: string): ManifestReading {
  if (text.length > MAX_LENGTH) return { ok: false, why: `longer than ${MAX_LENGTH} characters` }
  const plain = parsePlainJson(text)
  if (plain === undefined) return { ok: false, why: 'not JSON, or not in its plain form' }
  if (validate(plain.value)) return { ok: true, manifest: plain.value as BundleManifest }
  const [fault] = validate.errors ?? []
  const why = `${fault?.instancePath || 'the file'} ${fault?.message ?? 'does not fit schemas/period-bundle.json'}`
  return { ok: false, why }
}
