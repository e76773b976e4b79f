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
  const packed = text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, (_all, quoted: string | undefined) => quoted ?? '')
  return JSON.stringify(value) === packed ? { value } : undefined
}
