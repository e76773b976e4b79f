import { exitStatus } from '../model/exit-status.ts'
import type { RecordPath } from '../model/location.ts'
import { Refusal } from '../model/refusal.ts'

/** `risks[2].inherent` */
export const printPath = (path: RecordPath): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  ) || 'the record'

/** Why a file is left as it is, with the place. */
export const cannotEdit = (file: string, path: RecordPath, why: string, remedy: string): Refusal =>
  new Refusal(exitStatus.usage, `${file}: ${printPath(path)} ${why}`, remedy)
