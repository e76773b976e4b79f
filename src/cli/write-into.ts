import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { nodeFiles } from '../adapters/node-files.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { FileToWrite } from '../ports/files.ts'

/** Writes files into the folder of `--out`, which is made where it is not there. @throws Refusal (2) */
export async function writeInto(folder: string, overwrite: boolean, files: readonly FileToWrite[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    const what = `\`${folder}\` cannot be made`
    throw new Refusal(exitStatus.usage, what, 'Name another folder with --out.', { cause })
  }
  await nodeFiles(resolve(folder)).write(files, { overwrite })
}
