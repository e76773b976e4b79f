import { printItems } from '../report/print-items.ts'
import { printable } from '../report/printable.ts'
import { unifiedDiff } from '../report/unified-diff.ts'
import { writeChange } from '../usecases/change-program.ts'
import type { CheckPorts, CheckRequest, CheckRun } from '../usecases/check.ts'
import { fixProgram } from '../usecases/fix-program.ts'
import type { Terminal } from '../wiring/terminal.ts'

/**
 * Mends what a machine may mend. The diff goes to stderr, since stdout is for the report.
 * @returns the check of the files as they are now
 */
export async function fixFiles(
  request: CheckRequest,
  before: CheckRun,
  { dryRun, ports, terminal }: { dryRun: boolean; ports: CheckPorts; terminal: Pick<Terminal, 'err'> },
): Promise<CheckRun> {
  const fixed = await fixProgram({ ...request, asOf: before.report.asOf }, before, ports)
  for (const { path, before: old, text } of fixed.changes) terminal.err(unifiedDiff(path, old?.text, text))
  for (const why of fixed.left) terminal.err(`Left as it is: ${printable(why)}\n`)
  if (fixed.changes.length === 0) {
    terminal.err('Nothing to fix that a machine may decide.\n')
    return before
  }
  if (!fixed.isSafe) {
    const count = fixed.caused.length === 1 ? 'a finding' : `${fixed.caused.length} findings`
    terminal.err(`Nothing was written: this would bring ${count} more.\n${printItems(fixed.caused)}`)
    return before
  }
  if (dryRun) {
    terminal.err('Nothing was written.\n')
    return before
  }
  await writeChange(fixed, ports)
  const many = fixed.changes.length === 1 ? 'one file' : `${fixed.changes.length} files`
  terminal.err(`Fixed ${many}.\n`)
  return fixed.after
}
