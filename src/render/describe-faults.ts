import { printable } from '../report/printable.ts'
import type { PageFault } from './check-pages.ts'

const shown = 50

/** One line for each fault, the first ones only; for a terminal. */
export function describeFaults(faults: readonly PageFault[]): readonly string[] {
  const lines = faults
    .slice(0, shown)
    .map(({ rule, path, line, what }) => printable(`${rule} ${path}${line === 0 ? '' : `:${line}`}: ${what}`))
  return faults.length > shown ? [...lines, `and ${faults.length - shown} more`] : lines
}
