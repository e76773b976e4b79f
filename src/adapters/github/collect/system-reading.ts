import type { Collected } from '../../../ports/collector.ts'

/** What was read of the state of a system. */
export type SystemReading = Pick<Collected, 'system' | 'items' | 'parts'>
