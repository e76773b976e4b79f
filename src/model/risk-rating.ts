import type { Program, Rating } from './records.ts'

export type Band = 'low' | 'medium' | 'high' | 'critical'
export const bands: readonly Band[] = ['low', 'medium', 'high', 'critical']

export const likelihoods = ['rare', 'unlikely', 'possible', 'likely', 'almost-certain'] as const
export const impacts = ['negligible', 'minor', 'moderate', 'major', 'catastrophic'] as const

/** NIST SP 800-30 r1, table I-2: level of risk 1 (very low) to 5 (very high); a row a likelihood, rising impact. */
const nist = [
  [1, 1, 1, 2, 2],
  [1, 2, 2, 2, 3],
  [1, 2, 3, 3, 4],
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5],
] as const

const nistBands: readonly Band[] = ['low', 'low', 'medium', 'high', 'critical']

/**
 * Score and band of a rating. `product`: likelihood times impact, 1 to 25, with bands 1-4 low, 5-9 medium, 10-16 high,
 * 20-25 critical. `nist-800-30`: the level of the look-up table, 1 to 5.
 */
export function rate(
  { likelihood, impact }: Pick<Rating, 'likelihood' | 'impact'>,
  matrix: 'product' | 'nist-800-30' = 'product',
): { readonly score: number; readonly band: Band } {
  const row = likelihoods.indexOf(likelihood)
  const column = impacts.indexOf(impact)
  if (matrix === 'nist-800-30') {
    const score = nist[row]?.[column] ?? 5
    return { score, band: nistBands[score - 1] ?? 'critical' }
  }
  const score = (row + 1) * (column + 1)
  return { score, band: score <= 4 ? 'low' : score <= 9 ? 'medium' : score <= 16 ? 'high' : 'critical' }
}

/** How risks are measured, reviewed and accepted in a program, with every default filled in. */
export interface RiskMethod {
  readonly matrix: 'product' | 'nist-800-30'
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

export function riskMethodOf(program: Program | undefined): RiskMethod {
  const written = program?.risk
  const acceptanceOf = (band: Band) => {
    const own = written?.acceptance?.[band]
    return own === undefined ? acceptanceDefaults[band] : { ...own, owner: false }
  }
  return {
    matrix: written?.matrix ?? 'product',
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
