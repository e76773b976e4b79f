import { writeFile } from 'node:fs/promises'

/**
 * Writes a secret to a new file that only its owner can read. An existing file, or a link, is never written through.
 *
 * @throws the error of the file system, for example EEXIST
 */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx' })
}
