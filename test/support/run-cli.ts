import { join } from 'node:path'
import { type ProcessOptions, type ProcessResult, runNode } from './run-process.ts'

/** The command line as it is shipped. */
export const cliFile = join(import.meta.dirname, '..', '..', 'dist', 'cli.js')

/** Runs the built command line as a process. */
export const runCli = (args: readonly string[], options?: ProcessOptions): Promise<ProcessResult> =>
  runNode([cliFile, ...args], options)
