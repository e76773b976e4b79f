/** What a network or a server in trouble makes of one answer. */
export type Spoilt = 403 | 404 | 'cut' | 'page-before' | 'empty-page'

interface Kept {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Answers from memory what was asked before, and spoils the answers that a test names: so a conversation can be had again a
 * thousand times without the forge. What was never asked is asked then.
 */
export function replayedAnswers() {
  const kept = new Map<string, Kept>()
  let spoilt: ReadonlyMap<string, Spoilt> = new Map()
  let asked: string[] = []

  async function answerTo(url: string, init: RequestInit): Promise<Kept> {
    const known = kept.get(url)
    if (known !== undefined) return known
    const response = await fetch(url, init)
    const headers = Object.fromEntries(
      [...response.headers].filter(([name]) => name === 'link' || name === 'content-type'),
    )
    const made = { status: response.status, headers, body: await response.text() }
    kept.set(url, made)
    return made
  }

  return {
    async fetch(url: string, init: RequestInit): Promise<Response> {
      asked.push(url)
      const { status, headers, body } = spoil(await answerTo(url, init), spoilt.get(url), kept.get(pageBefore(url)))
      return new Response(body, { status, headers })
    },
    /** Spoils these answers from now on, and forgets what was asked. */
    spoil(answers: ReadonlyMap<string, Spoilt>): void {
      spoilt = answers
      asked = []
    },
    /** Addresses that were asked since, each once. */
    asked: (): readonly string[] => [...new Set(asked)],
    /** What can go wrong with the answer to an address: that of a page only where there are pages. */
    faultsOf(url: string): readonly Spoilt[] {
      const later = kept.has(pageBefore(url))
      const paged = later || (kept.get(url)?.headers['link'] ?? '').includes('rel="next"')
      return [
        403,
        404,
        'cut',
        ...(later ? (['page-before'] as const) : []),
        ...(paged ? (['empty-page'] as const) : []),
      ]
    },
  }
}

/** The first page has no number where it was asked for. */
function pageBefore(url: string): string {
  const at = new URL(url)
  const page = Number(at.searchParams.get('page') ?? 1)
  if (page <= 1) return ''
  if (page === 2) at.searchParams.delete('page')
  else at.searchParams.set('page', String(page - 1))
  return at.href
}

function spoil(answer: Kept, how: Spoilt | undefined, before: Kept | undefined): Kept {
  if (how === undefined) return answer
  if (typeof how === 'number')
    return { status: how, headers: { 'content-type': 'application/json' }, body: '{"message":"no"}' }
  if (how === 'cut') return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }
  if (how === 'page-before') return { ...answer, body: before?.body ?? answer.body }
  const whole: unknown = JSON.parse(answer.body)
  const emptied = Array.isArray(whole)
    ? []
    : Object.fromEntries(
        Object.entries(whole as object).map(([name, value]) => [name, Array.isArray(value) ? [] : value]),
      )
  return { ...answer, body: JSON.stringify(emptied) }
}
