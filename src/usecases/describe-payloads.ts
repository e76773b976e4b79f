import { printable } from '../report/printable.ts'
import { statusOfAppend } from './append-evidence.ts'
import { describeAppend } from './describe-evidence.ts'
import type { Disposal } from './dispose-payloads.ts'
import type { PayloadVerification } from './verify-payloads.ts'

const heading = { verified: 'whole', 'integrity-failure': 'NOT INTACT', 'not-determined': 'not determined' } as const

/** What became of the payloads of a log, for a person. Ends in a line break. */
export function describePayloads({ outcome, why, findings, check, orphans }: PayloadVerification): string {
  const lines = [`Payloads: ${heading[outcome]}${why === undefined ? '' : `: ${why}`}`]
  if (check !== undefined) {
    lines.push(`  whole       ${check.whole}`)
    for (const { index, name, by } of check.disposed)
      lines.push(`  disposed    ${name} of record ${index}, under record ${by}`)
    for (const { index, name, by } of check.kept)
      lines.push(
        `  STILL THERE ${name} of record ${index}, disposed of under record ${by}: run \`evidence dispose\` again`,
      )
  }
  if (orphans.length > 0)
    lines.push(`  unknown     ${orphans.length} that no record points to; \`evidence dispose --orphans\` removes them`)
  for (const { code, file, message } of findings.slice(0, mostFindings)) lines.push(`${code} ${file}: ${message}`)
  if (findings.length > mostFindings) lines.push(`and ${findings.length - mostFindings} more`)
  return text(lines)
}

const mostFindings = 100

/** What was disposed of, or would be, and what that does not reach. Ends in a line break. */
export function describeDisposal({ payloads, orphans, dryRun, append, change }: Disposal): string {
  const lines: string[] = []
  const does = dryRun ? 'Would dispose of' : 'Disposes of'
  for (const { index, name, size, disposedBy } of payloads)
    lines.push(
      `${does} ${name} of record ${index} (${size} bytes)${disposedBy === undefined ? '' : `; record ${disposedBy} says so already`}.`,
    )
  for (const commitment of orphans) lines.push(`${does} ${commitment}, which no record points to.`)
  if (lines.length === 0) lines.push('There is nothing to dispose of.')
  if (append !== undefined) lines.push(...describeAppend(append).trimEnd().split('\n'))
  if (append !== undefined && change === undefined && statusOfAppend[append.outcome.kind] !== 0)
    lines.push('Nothing was removed: the log must say so first.')
  if (change?.kind === 'done')
    lines.push(
      'Removed from the branch of the payloads, with its history.',
      'Copies may be left: clones and forks have their own, and a forge can keep what nothing points to until it collects',
      'garbage, and show it to those who know its id. Ask its support to collect it; for GitHub see "Removing sensitive data',
      'from a repository".',
    )
  if (change?.kind === 'not-done')
    lines.push(`NOT removed: ${change.why}. The log says that it is gone: run the same command again.`)
  return text(lines)
}

const text = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join('')
