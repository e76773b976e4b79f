/**
 * Reads JSON that was written to be signed for or reviewed. White space is free; all else has one spelling, so that no member
 * can be there twice, where one reader takes the first and another the last.
 *
 * @returns undefined where it is not JSON, or not in its plain form
 */
export function parsePlainJson(text: string): { readonly value: unknown } | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return JSON.stringify(value) === withoutSpace(text) ? { value } : undefined
}

/** JSON without what stands between its parts. */
function withoutSpace(json: string): string {
  // Every second piece between quotes is inside of a string, but for quotes that are escaped there.
  const pieces = json.split('"')
  let packed = ''
  let isInside = false
  for (const [index, piece] of pieces.entries()) {
    packed += (index === 0 ? '' : '"') + (isInside ? piece : piece.replace(/[ \t\r\n]/g, ''))
    if (!isInside || !endsInEscape(piece)) isInside = !isInside
  }
  return packed
}

/** Whether the quote that follows is escaped: an odd number of backslashes is before it. */
function endsInEscape(piece: string): boolean {
  let backslashes = 0
  while (piece[piece.length - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}
