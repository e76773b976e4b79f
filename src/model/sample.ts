/** A sample as a file; generated from `schemas/sample.json`, the published contract. */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type Sample = DeepReadonly<made.Sample>
export type SampleItem = DeepReadonly<made.SampleItem>
