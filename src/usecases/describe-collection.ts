import { printable } from '../report/printable.ts'
import type { Collection } from './collect-evidence.ts'
import { describeAppend } from './describe-evidence.ts'

/** What was collected, and what could not be read. Ends in a line break. */
export function describeCollection({ datasets, missing, append }: Collection): string {
  const nothing = ['Nothing to record: what happened since the last reading is not settled yet.']
  const lines = datasets.flatMap(({ dataset, system, count, unread }) => [
    `${dataset} of ${system}: ${count} items${unread.length === 0 ? '' : ', not whole:'}`,
    ...unread.map(({ part, why }) => `  ${part}: ${why}`),
  ])
  const said = [...missing, ...(datasets.length === 0 ? nothing : lines)]
  return said.map((line) => `${printable(line)}\n`).join('') + (append === undefined ? '' : describeAppend(append))
}
