import type { Sample } from '../model/sample.ts'
import { Sample as validate } from './sample-validators.gen.js'

/** Longest file that is read. */
export const sampleLimitBytes = 64 * 1024 * 1024

export type SampleReading =
  | { readonly ok: true; readonly sample: Sample }
  /** What is wrong, for a person. */
  | { readonly ok: false; readonly why: string }

/** Reads a sample in the form of `schemas/sample.json`; anything else is refused whole. */
export function readSample(text: string): SampleReading {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return { ok: false, why: 'it is not JSON' }
  }
  if (validate(data)) return { ok: true, sample: data as Sample }
  const [fault] = validate.errors ?? []
  const where = fault === undefined || fault.instancePath === '' ? 'the whole' : fault.instancePath
  return { ok: false, why: `${where} ${fault?.message ?? 'is not as the schema says'}` }
}
