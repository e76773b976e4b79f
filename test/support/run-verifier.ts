import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LogFiles } from './evidence-records.ts'

/** The program that auditors get, as it is shipped. */
export const verifierFile = join(import.meta.dirname, '../../templates/evidence-log/verify.py')

export interface VerifierResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

let python = ''
/** Python itself, and no script around it that would need more of this machine. */
function pythonFile(): string {
  python ||= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()
  return python
}

/**
 * Runs `verify.py` in a folder, with nothing of this machine but where its programs are.
 *
 * @param path where it looks for openssl
 */
export function runVerifier(
  folder: string,
  args: readonly string[],
  path = process.env['PATH'] ?? '',
): Promise<VerifierResult> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: path }, maxBuffer: 16 * 1024 * 1024 }
    execFile(pythonFile(), ['-I', verifierFile, ...args], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

/** Writes the files of a log as a checkout has them. */
export function writeCheckout(folder: string, files: LogFiles): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}
