/** A paragraph that is another than before. */
export interface ParagraphChange {
  readonly kind: 'added' | 'removed' | 'changed'
  /** null where it was added. */
  readonly before: string | null
  readonly after: string | null
}

export interface TextChanges {
  readonly paragraphs: readonly ParagraphChange[]
  /** Sentences that oblige somebody (`must`, `shall`, `may not` ...) and stand in only one of the two. */
  readonly obligations: { readonly added: readonly string[]; readonly removed: readonly string[] }
}

/** Product of paragraphs beyond which order is not compared: it would cost the square. */
const mostComparisons = 4_000_000

/** What changed between two texts in Markdown, by paragraph; a change of line breaks alone is none. */
export function textChanges(before: string, after: string): TextChanges {
  const [old, now] = [paragraphsOf(before), paragraphsOf(after)]
  const [were, are] = [obligationsOf(old), obligationsOf(now)]
  return {
    paragraphs: paired(steps(old, now)),
    obligations: { added: without(are, were), removed: without(were, are) },
  }
}

const paragraphsOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n[ \t]*\r?\n/)
    .flatMap((block) => (/^\s*(?:[-*+]|\d{1,9}[.)]|\||#)/.test(block) ? entriesOf(block) : [block]))
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')

/** The entries of a list and the rows of a table are paragraphs of their own. */
const entriesOf = (block: string): readonly string[] =>
  block
    .split('\n')
    .reduce<string[][]>((entries, line) => {
      const last = entries.at(-1)
      if (last === undefined || /^\s*(?:[-*+]|\d{1,9}[.)]|\||#)/.test(line)) entries.push([line])
      else last.push(line)
      return entries
    }, [])
    .map((lines) => lines.join(' '))

interface Step {
  readonly mark: '-' | '+' | '='
  readonly text: string
}

function steps(old: readonly string[], now: readonly string[]): readonly Step[] {
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1
  const a = old.slice(start, old.length - end)
  const b = now.slice(start, now.length - end)
  if (a.length * b.length > mostComparisons) {
    return [
      ...without(a, b).map((text) => ({ mark: '-', text }) as const),
      ...without(b, a).map((text) => ({ mark: '+', text }) as const),
    ]
  }
  // Longest common subsequence of what lies between.
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
  const found: Step[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ mark: '=', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (
      j >= b.length ||
      (i < a.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      found.push({ mark: '-', text: a[i] ?? '' })
      i += 1
    } else {
      found.push({ mark: '+', text: b[j] ?? '' })
      j += 1
    }
  }
  return found
}

/** What went and what came at one place are one change each, as far as they go together. */
function paired(all: readonly Step[]): readonly ParagraphChange[] {
  const changes: ParagraphChange[] = []
  let [gone, come]: [string[], string[]] = [[], []]
  const flush = () => {
    for (let index = 0; index < Math.max(gone.length, come.length); index += 1) {
      const [before, after] = [gone[index] ?? null, come[index] ?? null]
      changes.push({ kind: before === null ? 'added' : after === null ? 'removed' : 'changed', before, after })
    }
    gone = []
    come = []
  }
  for (const { mark, text } of all) {
    if (mark === '-') gone.push(text)
    else if (mark === '+') come.push(text)
    else flush()
  }
  flush()
  return changes
}

const oblige = /\b(?:must|shall|may not|never|(?:is|are) (?:required|obliged|forbidden)|(?:has|have) to)\b/i

const obligationsOf = (paragraphs: readonly string[]): readonly string[] =>
  paragraphs.flatMap((paragraph) => paragraph.split(/(?<=[.!?]) /)).filter((sentence) => oblige.test(sentence))

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others)
  return [...new Set(all)].filter((one) => !known.has(one))
}
