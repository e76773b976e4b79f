import { printable } from './printable.ts'

/** Lines around a change that are shown with it. */
const context = 3
/** Lines that differ beyond which a file is shown as replaced as a whole: comparing costs the square of it. */
const mostChanges = 2000

interface Step {
  readonly mark: ' ' | '-' | '+'
  readonly line: string
}

/**
 * What changes in a file, in the unified format of `diff -u`, safe for a terminal. Empty where nothing does.
 *
 * @param before undefined for a new file
 */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  if (before === after) return ''
  const old = before === undefined || before === '' ? [] : linesOf(before)
  const now = after === '' ? [] : linesOf(after)
  const steps = compare(old, now)
  const from = before === undefined ? '/dev/null' : `a/${path}`
  const body = hunksOf(steps).flatMap(({ start, end, oldLine, newLine }) => {
    const part = steps.slice(start, end)
    const oldCount = part.filter(({ mark }) => mark !== '+').length
    const newCount = part.filter(({ mark }) => mark !== '-').length
    return [`@@ -${range(oldLine, oldCount)} +${range(newLine, newCount)} @@`, ...part.flatMap(printStep)]
  })
  return `${[`--- ${printable(from)}`, `+++ ${printable(`b/${path}`)}`, ...body].join('\n')}\n`
}

/** Lines with their ends, so that a changed line end shows as a change. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

function printStep({ mark, line }: Step): string[] {
  // Tabs and the return of a CRLF move nothing that matters, and without them the diff would not apply.
  const end = /\r?\n$/.exec(line)?.[0] ?? ''
  const shown = line
    .slice(0, line.length - end.length)
    .split('\t')
    .map(printable)
    .join('\t')
  const text = `${mark}${shown}${end.replace('\n', '')}`
  return end === '' ? [text, '\\ No newline at end of file'] : [text]
}

const range = (line: number, count: number): string => {
  const start = count === 0 ? line - 1 : line
  return count === 1 ? String(start) : `${start},${count}`
}

interface Hunk {
  readonly start: number
  readonly end: number
  /** Numbers of its first line on both sides, from 1. */
  readonly oldLine: number
  readonly newLine: number
}

function hunksOf(steps: readonly Step[]): Hunk[] {
  const hunks: { start: number; end: number }[] = []
  for (const [index, { mark }] of steps.entries()) {
    if (mark === ' ') continue
    const last = hunks.at(-1)
    const end = Math.min(steps.length, index + 1 + context)
    if (last !== undefined && index - context <= last.end) last.end = end
    else hunks.push({ start: Math.max(0, index - context), end })
  }
  let at = 0
  let oldLine = 1
  let newLine = 1
  return hunks.map(({ start, end }) => {
    for (; at < start; at += 1) {
      if (steps[at]?.mark !== '+') oldLine += 1
      if (steps[at]?.mark !== '-') newLine += 1
    }
    return { start, end, oldLine, newLine }
  })
}

function compare(old: readonly string[], now: readonly string[]): Step[] {
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const same = (lines: readonly string[]) => lines.map((line): Step => ({ mark: ' ', line }))
  const middle = shortestScript(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  return [...same(old.slice(0, head)), ...middle, ...same(old.slice(old.length - tail))]
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations", 1986: the fewest lines taken out and put in. */
function shortestScript(old: readonly string[], now: readonly string[]): Step[] {
  const replaced = [
    ...old.map((line): Step => ({ mark: '-', line })),
    ...now.map((line): Step => ({ mark: '+', line })),
  ]
  if (old.length === 0 || now.length === 0) return replaced
  const furthest = new Map<number, number>([[1, 0]])
  const trace: ReadonlyMap<number, number>[] = []
  for (let changes = 0; changes <= Math.min(mostChanges, old.length + now.length); changes += 1) {
    trace.push(new Map([...furthest].filter(([diagonal]) => Math.abs(diagonal) <= changes)))
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = stepFrom(furthest, diagonal, changes)
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1
      furthest.set(diagonal, x)
      if (x >= old.length && x - diagonal >= now.length) return walkBack(old, now, trace)
    }
  }
  return replaced
}

const isInsertion = (furthest: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean =>
  diagonal === -changes ||
  (diagonal !== changes && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1))

const stepFrom = (furthest: ReadonlyMap<number, number>, diagonal: number, changes: number): number =>
  isInsertion(furthest, diagonal, changes) ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1

function walkBack(
  old: readonly string[],
  now: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): Step[] {
  const steps: Step[] = []
  let x = old.length
  let y = now.length
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const furthest = trace[changes] ?? new Map<number, number>()
    const diagonal = x - y
    const inserted = isInsertion(furthest, diagonal, changes)
    const beforeX = furthest.get(inserted ? diagonal + 1 : diagonal - 1) ?? 0
    const beforeY = beforeX - (inserted ? diagonal + 1 : diagonal - 1)
    while (x > beforeX && y > beforeY && x > 0 && y > 0) {
      x -= 1
      y -= 1
      steps.push({ mark: ' ', line: old[x] ?? '' })
    }
    if (changes === 0) break
    if (inserted) {
      y -= 1
      steps.push({ mark: '+', line: now[y] ?? '' })
    } else {
      x -= 1
      steps.push({ mark: '-', line: old[x] ?? '' })
    }
  }
  return steps.reverse()
}
