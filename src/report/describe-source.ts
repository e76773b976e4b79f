/** The log that a list was made from, as an auditor cites it. */
export interface LogSource {
  readonly origin: string
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly commit: string
  /** verified: signed by a trusted key. */
  readonly standing: 'verified' | 'not signed'
}

/** `github.com/acme/shop/evidence, 412 records, root 0e77…, commit 1a2b…; signature verified` */
export const describeSource = ({ origin, size, root, commit, standing }: LogSource): string =>
  `${origin}, ${size} records, root ${root}, commit ${commit}; ${standing === 'verified' ? 'signature verified' : 'not signed: nobody vouches for it'}`
