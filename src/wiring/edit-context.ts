import { findRoot } from '../adapters/find-root.ts'
import { nodeFiles } from '../adapters/node-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { CheckPorts, CheckRequest } from '../usecases/check.ts'
import { openHistory } from './open-history.ts'
import type { Terminal } from './terminal.ts'

/** Options that all commands share which edit records. */
export const editOptions = {
  cwd: { value: 'dir', default: '.', help: 'where to look for countersign.yaml, upwards' },
  config: { value: 'file', help: 'settings file, instead of looking for one' },
  dryRun: { help: 'show the change and write nothing' },
} as const

export interface EditContext {
  readonly request: CheckRequest
  readonly ports: CheckPorts
  readonly root: string
}

/** Chooses adapters for a repository whose records are edited. @throws Refusal for a folder or file that is not there */
export function openEdit(
  { cwd, config }: { readonly cwd: string; readonly config: string | undefined },
  terminal: Terminal,
): EditContext {
  const { root, settingsPath } = findRoot(cwd, config)
  return {
    request: { settingsPath, required: [], paths: [] },
    ports: { files: nodeFiles(root), clock: systemClock, history: () => openHistory(root, terminal) },
    root,
  }
}
