import { basename, dirname, resolve } from 'node:path'
import { nodeFiles } from '../adapters/node-files.ts'

/**
 * Keeps facts in a new file: the bytes that are attached to evidence, so that their SHA-256 is the digest of the facts. A file
 * that is there is never written over: facts are what somebody wants to go back to.
 * @throws Refusal where it cannot be written
 */
export async function writeFactsFile(path: string, text: string): Promise<void> {
  const file = resolve(path)
  await nodeFiles(dirname(file)).write([{ path: basename(file), text }], { overwrite: false })
}
