import { createHash } from 'node:crypto'

/** What a sample follows from, besides the population. */
export interface SeedInputs {
  /** Name of the log, records that the checkpoint covers, and its root in hex: nobody can choose them after the nonce. */
  readonly origin: string
  readonly size: number
  readonly root: string
  readonly control: string
  /** A text that the auditor chose; empty where nobody did, so that management chose the seed. */
  readonly nonce: string
}

/** Keeps seeds apart from any other hash. */
const domain = 'soc2-sample/v1'

/** A nonce is one line: it stands between line feeds in what is hashed. */
export const isNonce = (text: string): boolean => /^[^\u0000-\u001f\u007f\u2028\u2029]{1,200}$/.test(text)

/**
 * SHA-256 over `soc2-sample/v1`, name of the log, size, root, control and nonce, each with a line feed.
 *
 * The root is fixed by everything that was recorded and the nonce comes from somebody else, so that neither whoever writes
 * the log nor whoever draws can choose what is looked at.
 */
export function sampleSeed({ origin, size, root, control, nonce }: SeedInputs): Buffer {
  return createHash('sha256').update(`${domain}\n${origin}\n${size}\n${root}\n${control}\n${nonce}\n`).digest()
}
