import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { printItems } from '../report/print-items.ts'
import { printable } from '../report/printable.ts'
import { unifiedDiff } from '../report/unified-diff.ts'
import { type ProgramChange, writeChange } from '../usecases/change-program.ts'
import type { CheckPorts } from '../usecases/check.ts'
import type { Terminal } from '../wiring/terminal.ts'

/** Prints what a command changes, as a diff on stdout that `git apply` takes. */
export function printDiff({ changes }: Pick<ProgramChange, 'changes'>, { out }: Pick<Terminal, 'out'>): void {
  for (const { path, before, text } of changes) out(unifiedDiff(path, before?.text, text))
}

/**
 * Shows a change, writes it unless it is a trial, and tells what the check says to it.
 * @returns 1 where the change brings a finding of severity error
 */
export async function finishChange(
  change: ProgramChange,
  { dryRun, ports, terminal }: { dryRun: boolean; ports: Pick<CheckPorts, 'files'>; terminal: Terminal },
): Promise<ExitStatus> {
  const { changes, brought } = change
  printDiff(change, terminal)
  if (changes.length === 0) terminal.err('Nothing to change: it says so already.\n')
  else if (dryRun) terminal.err('Nothing was written.\n')
  else {
    await writeChange(change, ports)
    terminal.err(
      changes.map(({ path, before }) => `${before === undefined ? 'Wrote' : 'Changed'} ${printable(path)}\n`).join(''),
    )
  }
  if (brought.length === 0) return exitStatus.ok
  const count = brought.length === 1 ? 'one finding that was' : `${brought.length} findings that were`
  terminal.err(`This brings ${count} not there before:\n${printItems(brought)}`)
  return brought.some(({ severity }) => severity === 'error') ? exitStatus.violated : exitStatus.ok
}
