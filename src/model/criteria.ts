import data from './tsc-2017.json' with { type: 'json' }

export type Category = 'CC' | 'A' | 'PI' | 'C' | 'P'

/** One of the 61 Trust Services Criteria (AICPA, 2017, points of focus revised 2022); the summary is in our own words. */
export interface Criterion {
  readonly id: string
  readonly category: Category
  readonly series: string
  readonly nature: string
  readonly summary: string
}

export const criteria: ReadonlyMap<string, Criterion> = new Map(
  data.criteria.map((criterion) => [criterion.id, criterion as Criterion]),
)

export const categories: readonly { readonly id: Category; readonly name: string }[] = data.categories.map(
  ({ id, name }) => ({ id: id as Category, name }),
)

export const series: readonly { readonly id: string; readonly title: string; readonly category: Category }[] =
  data.series.map(({ id, title, category }) => ({ id, title, category: category as Category }))

/** Series headings such as P6.0, to which nothing may be mapped. */
export const headings: ReadonlySet<string> = new Set(
  data.series.map(({ id }) => `${id}.0`).concat(data.seriesHeadings.ids),
)

/** Ids seen in the wild that are not criteria -> the official one, or undefined where there is none. */
const aliases: ReadonlyMap<string, string | undefined> = new Map(
  data.unofficialAliases.filter(({ id }) => !id.includes('..')).map(({ id, use }) => [id, use ?? undefined]),
)

/**
 * The official id that an unofficial one stands for: one that is known from templates (`C1.3`), an official one in another
 * spelling (`cc 6.1`, `CC6.01`, `CC-6.1`, `soc2_cc6_1`), or Processing Integrity called PP. undefined for an official id, and
 * where nothing says what was meant.
 */
export function officialIdOf(id: string): string | undefined {
  if (criteria.has(id)) return undefined
  const known = aliases.get(id)
  if (known !== undefined) return known
  const [, letters, series, number] = /^(?:soc2?[\s_-]?)?([a-z]{1,2})[\s_-]?(\d)[._-]0?(\d)$/i.exec(id.trim()) ?? []
  if (letters === undefined) return undefined
  const category = letters.toUpperCase()
  const spelt = `${category === 'PP' ? 'PI' : category}${series}.${number}`
  return criteria.has(spelt) ? spelt : aliases.get(spelt)
}
