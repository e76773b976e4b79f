import type { Program, Rating } from './records.ts'

export type Band = 'low' | 'medium' | 'high' | 'critical'
export const bands: readonly Band[] = ['low', 'medium', 'high', 'critical']

export const likelihoods = ['rare', 'unlikely', 'possible', 'likely', 'almost-certain'] as const
export const impacts = ['negligible', 'minor', 'moderate', 'major', 'catastrophic'] as const

/** How two ratings become a score, and a score a band. */
export interface RiskMatrix {
  /** In words, for a page. */
  readonly title: string
  /** A row a likelihood, from rare on; in it a score an impact, from negligible on. */
  readonly scores: readonly (readonly number[])[]
  /** Both ends included, from low to critical. */
  readonly bands: readonly { readonly band: Band; readonly from: number; readonly to: number }[]
}

export const productMatrix: RiskMatrix = {
  title: 'likelihood times impact, 1 to 25',
  scores: [1, 2, 3, 4, 5].map((row) => [1, 2, 3, 4, 5].map((column) => row * column)),
  bands: [
    { band: 'low', from: 1, to: 4 },
    { band: 'medium', from: 5, to: 9 },
    { band: 'high', from: 10, to: 16 },
    { band: 'critical', from: 17, to: 25 },
  ],
}

/** NIST SP 800-30 r1, table I-2: level of risk 1 (very low) to 5 (very high); a row a likelihood, rising impact. */
export const nistMatrix: RiskMatrix = {
  title: 'NIST SP 800-30 r1, table I-2, 1 to 5',
  scores: [
    [1, 1, 1, 2, 2],
    [1, 2, 2, 2, 3],
    [1, 2, 3, 3, 4],
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4, 5],
  ],
  bands: [
    { band: 'low', from: 1, to: 2 },
    { band: 'medium', from: 3, to: 3 },
    { band: 'high', from: 4, to: 4 },
    { band: 'critical', from: 5, to: 5 },
  ],
}

/** Score and band of a rating. A score that no band holds counts as critical: RSK-017 says that there is one. */
export function rate(
  { likelihood, impact }: Pick<Rating, 'likelihood' | 'impact'>,
  matrix: RiskMatrix = productMatrix,
): { readonly score: number; readonly band: Band } {
  const score = matrix.scores[likelihoods.indexOf(likelihood)]?.[impacts.indexOf(impact)] ?? 25
  const found = matrix.bands.find(({ from, to }) => from <= score && score <= to)
  return { score, band: found?.band ?? 'critical' }
}

/** How risks are measured, reviewed and accepted in a program, with every default filled in. */
export interface RiskMethod {
  readonly matrix: RiskMatrix
  readonly appetite: Band
  /** ISO 8601 duration by band of the residual risk. */
  readonly reviewEvery: Readonly<Record<Band, string>>
  /** Who may accept; for `owner` the owner of the risk may. */
  readonly acceptance: Readonly<
    Record<Band, { readonly roles: readonly string[]; readonly owner: boolean; readonly maximum: string }>
  >
}

const reviewDefaults = { low: 'P1Y', medium: 'P6M', high: 'P3M', critical: 'P1M' } as const
const acceptanceDefaults = {
  low: { roles: [], owner: true, maximum: 'P1Y' },
  medium: { roles: ['department_head'], owner: false, maximum: 'P1Y' },
  high: { roles: ['ciso'], owner: false, maximum: 'P6M' },
  critical: { roles: ['ceo', 'board'], owner: false, maximum: 'P3M' },
} as const

/** The matrix of a program. Own scores without own bands have the bands of the product, which fit 1 to 25. */
export function riskMatrixOf(written: Program['risk']): RiskMatrix {
  const known = written?.matrix === 'nist-800-30' ? nistMatrix : productMatrix
  const own =
    written?.matrix === 'custom' && written.scores !== undefined
      ? { title: 'the table of the program', scores: written.scores }
      : {}
  return { ...known, ...own, ...(written?.bands === undefined ? {} : { bands: written.bands }) }
}

export function riskMethodOf(program: Program | undefined): RiskMethod {
  const written = program?.risk
  const acceptanceOf = (band: Band) => {
    const own = written?.acceptance?.[band]
    return own === undefined ? acceptanceDefaults[band] : { ...own, owner: false }
  }
  return {
    matrix: riskMatrixOf(written),
    appetite: written?.appetite ?? 'medium',
    reviewEvery: { ...reviewDefaults, ...written?.reviewEvery },
    acceptance: {
      low: acceptanceOf('low'),
      medium: acceptanceOf('medium'),
      high: acceptanceOf('high'),
      critical: acceptanceOf('critical'),
    },
  }
}
