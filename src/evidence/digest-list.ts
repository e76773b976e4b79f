import { createHash } from 'node:crypto'

/** SHA-256 in hex by path. */
export type DigestList = ReadonlyMap<string, string>

/** Text of a file as `sha256sum` writes and checks it, sorted by path. @see GNU coreutils, sha256sum invocation */
export function formatDigestList(files: ReadonlyMap<string, Uint8Array>): string {
  const paths = [...files.keys()].sort()
  return paths.map((path) => `${sha256(files.get(path) ?? new Uint8Array())}  ${path}\n`).join('')
}

/**
 * Reads it strictly: one spelling, sorted, each path once and below the folder.
 *
 * @returns undefined where a line is anything else
 */
export function parseDigestList(text: string): DigestList | undefined {
  const list = new Map<string, string>()
  let before = ''
  for (const line of text.split('\n').slice(0, -1)) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}([^\n]+)$/.exec(line) ?? []
    if (digest === undefined || path === undefined || path <= before || !isInside(path)) return undefined
    list.set(path, digest)
    before = path
  }
  return text.endsWith('\n') && list.size > 0 ? list : undefined
}

/** Plain names below each other, and nothing that would leave the folder or be another name on some machine. */
export const isInside = (path: string): boolean =>
  path.length <= 400 && path.split('/').every((part) => /^(?!\.{1,2}$)[A-Za-z0-9._#+-]{1,200}$/.test(part))

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
