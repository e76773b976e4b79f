import { printLocation } from '../model/location.ts'
import type { ReportItem } from './check-report.ts'
import { printable } from './printable.ts'

/** Items that are listed; the count in front speaks of all. */
const mostItems = 20

/** Findings as a list for a person, each with what to do. Ends in a line break; empty without findings. */
export function printItems(items: readonly ReportItem[]): string {
  const lines = items
    .slice(0, mostItems)
    .flatMap(({ at, severity, code, message, hint, remedy }) => [
      `  ${printable(printLocation(at))} ${severity} ${code}: ${printable(message)}${hint === undefined ? '' : ` (${printable(hint)})`}`,
      `    To do: ${printable(remedy)}`,
    ])
  const more = items.length > mostItems ? [`  and ${items.length - mostItems} more`] : []
  return [...lines, ...more].map((line) => `${line}\n`).join('')
}
