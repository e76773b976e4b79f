/** Pages of a list and the `Link` header that leads through them. */

export interface PageCut {
  readonly start: number
  readonly end: number
  readonly page: number
  readonly lastPage: number
}

const LARGEST = 100

/** More than 100 a page is cut to 100 in silence; nonsense is the default. */
export function cutPage(total: number, query: URLSearchParams, defaultSize = 30): PageCut {
  const asked = Number(query.get('per_page') ?? defaultSize)
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(Math.max(LARGEST, defaultSize), asked) : defaultSize
  const wanted = Number(query.get('page') ?? 1)
  const page = Number.isInteger(wanted) && wanted > 0 ? wanted : 1
  const start = Math.min(total, (page - 1) * size)
  return { start, end: Math.min(total, start + size), page, lastPage: Math.max(1, Math.ceil(total / size)) }
}

/** Undefined where there is one page only. */
export function linkHeader(
  { page, lastPage }: PageCut,
  address: (query: Readonly<Record<string, string>>) => string,
): string | undefined {
  const link = (rel: string, to: number) => `<${address({ page: String(to) })}>; rel="${rel}"`
  const back = page > 1 ? [link('prev', page - 1)] : []
  const onward = page < lastPage ? [link('next', page + 1), link('last', lastPage)] : []
  const first = page > 1 ? [link('first', 1)] : []
  const links = [...back, ...onward, ...first]
  return links.length === 0 ? undefined : links.join(', ')
}
