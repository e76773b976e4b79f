import { parseCheckpoint } from './checkpoint.ts'

/** The PIN file: from what the rendered documents were made, and what they were. */
export interface PinFile {
  readonly schema: 'countersign/pin/v1'
  /** The checkpoint as it was stored, signatures included. */
  readonly checkpoint: string
  /** Commit of the protected branch that was rendered. */
  readonly sourceCommit: string
  /** Day the documents speak for, YYYY-MM-DD. */
  readonly asOf: string
  /** `countersign/x.y.z` */
  readonly tool: string
  /** Path of each page, relative to the PIN file -> SHA-256 in hex. */
  readonly pages: ReadonlyMap<string, string>
}

const LIMIT = 8 * 1024 * 1024

/** One form for one content: members and pages in order, two spaces, a line feed at the end. */
export function formatPin(pin: PinFile): string {
  const pages = Object.fromEntries([...pin.pages].sort(([one], [other]) => (one < other ? -1 : 1)))
  const { asOf, checkpoint, schema, sourceCommit, tool } = pin
  return `${JSON.stringify({ asOf, checkpoint, pages, schema, sourceCommit, tool }, null, 2)}\n`
}

/** @returns undefined where the text is not exactly what `formatPin` writes */
export function parsePin(text: string): PinFile | undefined {
  if (text.length > LIMIT) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const members = new Map<string, unknown>(Object.entries(value))
  const textOf = (key: string) => {
    const member = members.get(key)
    return typeof member === 'string' ? member : ''
  }
  const listed = members.get('pages')
  if (typeof listed !== 'object' || listed === null) return undefined
  const pages = new Map<string, string>()
  for (const [path, digest] of Object.entries(listed)) {
    if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest) || path === '__proto__') return undefined
    pages.set(path, digest)
  }
  const pin: PinFile = {
    schema: 'countersign/pin/v1',
    checkpoint: textOf('checkpoint'),
    sourceCommit: textOf('sourceCommit'),
    asOf: textOf('asOf'),
    tool: textOf('tool'),
    pages,
  }
  const fits =
    parseCheckpoint(pin.checkpoint) !== undefined &&
    /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(pin.sourceCommit) &&
    /^\d{4}-\d{2}-\d{2}$/.test(pin.asOf) &&
    /^[!-~]{1,100}$/.test(pin.tool)
  return fits && formatPin(pin) === text ? pin : undefined
}
