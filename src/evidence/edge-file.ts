import { emptyEdge, levelsOf, type RightEdge } from './merkle.ts'

const MAX_LEVEL = 40

/**
 * The `edge` file: one line for each complete subtree, left to right, `<level> <hash in hex>`; a subtree of level L has
 * 2^L leaves. Two different files never mean the same edge.
 */
export function formatEdge(edge: RightEdge): string {
  const levels = levelsOf(edge.size)
  return edge.hashes.map((hash, index) => `${levels[index] ?? 0} ${hash.toString('hex')}\n`).join('')
}

/** @returns undefined where the text is not exactly what `formatEdge` writes for some edge */
export function parseEdge(text: string): RightEdge | undefined {
  if (text === '') return emptyEdge
  if (!text.endsWith('\n')) return undefined
  const hashes: Buffer[] = []
  let size = 0
  let above = MAX_LEVEL + 1
  for (const line of text.slice(0, -1).split('\n')) {
    const fields = /^(0|[1-9]\d?) ([0-9a-f]{64})$/.exec(line)
    const level = Number(fields?.[1] ?? Number.NaN)
    if (fields === null || level >= above) return undefined
    above = level
    size += 2 ** level
    hashes.push(Buffer.from(fields[2] ?? '', 'hex'))
  }
  return { size, hashes }
}
