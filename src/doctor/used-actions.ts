import type { RecordPath } from '../model/location.ts'
import type { Workflow } from './workflow.ts'

/** Every action and reusable workflow that a workflow uses, with its place. */
export const usedIn = ({ jobs }: Workflow): readonly (readonly [uses: string, path: RecordPath])[] =>
  jobs.flatMap(({ uses, path, steps }) => [
    ...(uses === undefined ? [] : [[uses, [...path, 'uses']] as const]),
    ...steps.flatMap((step) => (step.uses === undefined ? [] : [[step.uses, [...step.path, 'uses']] as const])),
  ])

/** `OWNER/countersign@COMMIT`, as `init` and the README write what is to be filled in. */
export const isPlaceholder = (uses: string): boolean => uses.startsWith('OWNER/') || /@(?:COMMIT|0{40})$/.test(uses)
