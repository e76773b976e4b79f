type Keys = Readonly<Record<string, unknown>>

/** A tenth of the words of two long texts about different things is the same by chance. */
const sharedByChance = 0.1

/**
 * Whether two states of a record have nothing in common that tells what it is: no word of the title or name, hardly a word of
 * its texts, and no entry of a list. Without a title or name on both sides it is not known, and no.
 */
export function isWhollyAnother(before: unknown, now: unknown): boolean {
  const [old, fresh] = [before as Keys, now as Keys]
  const names = [nameOf(old), nameOf(fresh)] as const
  if (names[0] === undefined || names[1] === undefined) return false
  if (shared(wordsOf(names[0], 2), wordsOf(names[1], 2)) > 0) return false
  const texts = [textsOf(old), textsOf(fresh)] as const
  if (shared(wordsOf(texts[0], 4), wordsOf(texts[1], 4)) > sharedByChance) return false
  return !Object.entries(old).some(([key, value]) => sharesEntries(value, fresh[key]))
}

const nameOf = ({ title, name }: Keys): string | undefined =>
  typeof title === 'string' ? title : typeof name === 'string' ? name : undefined

/** Single words are values of a list of choices, ids and dates: the same in many records. */
const textsOf = (keys: Keys): string =>
  Object.entries(keys)
    .flatMap(([key, value]) => (key !== 'title' && key !== 'name' && typeof value === 'string' ? [value] : []))
    .filter((value) => /\s/.test(value))
    .join(' ')

function wordsOf(text: string, shortest: number): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(words.filter((word) => word.length >= shortest))
}

/** How much of the smaller set the other one holds too, 0 to 1. */
function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const smaller = Math.min(one.size, other.size)
  if (smaller === 0) return 0
  return [...one].filter((word) => other.has(word)).length / smaller
}

/** Whether two lists have an entry in common. */
function sharesEntries(before: unknown, now: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(now)) return false
  const entries = new Set(now.map((entry: unknown) => JSON.stringify(entry)))
  return before.some((entry: unknown) => entries.has(JSON.stringify(entry)))
}
