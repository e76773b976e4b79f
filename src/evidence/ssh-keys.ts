import { createHash } from 'node:crypto'

/** `SHA256:` and 43 characters, as `ssh-keygen -l` prints it. @param key kind and base64, as in a .pub file */
export function fingerprintOf(key: string): string {
  const blob = Buffer.from(key.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').slice(0, 43)}`
}
