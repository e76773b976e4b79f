/** That the text from `start` to `end` becomes another one. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Whether two splices concern the same place: then the second has to be planned in the text that the first made. */
export const touches = (a: Splice, b: Splice): boolean => a.start <= b.end && b.start <= a.end

/** Applies splices that do not touch each other. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const parts: string[] = []
  let at = 0
  for (const { start, end, text: written } of splices.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), written)
    at = end
  }
  parts.push(text.slice(at))
  return parts.join('')
}
