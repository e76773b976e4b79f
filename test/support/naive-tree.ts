import { createHash } from 'node:crypto'

const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The root of RFC 6962 section 2.1 word for word, from leaf hashes: split at the largest power of two below the size. */
export function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves
  if (first === undefined) return sha256()
  if (leaves.length === 1) return first
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

/** So many different leaf hashes. */
export const leavesOf = (size: number): readonly Buffer[] =>
  Array.from({ length: size }, (_, index) => sha256(Buffer.of(0), Buffer.from(`entry ${index}`)))
