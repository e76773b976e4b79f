import { redactValue } from '../model/secrets/redact-value.ts'
import { DatasetItems as validate } from '../read/dataset-validators.gen.js'
import { type Attachment, sha256Hex, toAttachment } from './attachments.ts'
import { canonicalJson, NotCanonical } from './canonical-json.ts'

/** An item that is not what its dataset may hold. The message names the item by number and the field. */
export class ItemRefused extends Error {
  override readonly name = 'ItemRefused'
  /** From 0, in the order in which they were given. */
  readonly index: number
  constructor(index: number, why: string, options?: ErrorOptions) {
    super(`item ${index + 1}: ${why}`, options)
    this.index = index
  }
}

/** Items as they are attached to a `collection.window` record. */
export interface DatasetItems {
  /** `items.jsonl`, or `items.001.jsonl` and so on where one file would be too large. */
  readonly files: readonly { readonly name: string; readonly attachment: Attachment }[]
  readonly count: number
  /** SHA-256 in hex over all lines with their line feeds, in order. */
  readonly digest: string
}

const partLimitBytes = 8 * 1024 * 1024
/** As many as one record may attach, with room for one more. */
const mostParts = 19

/**
 * Writes the items of a dataset in their one form: one canonical JSON line each, sorted by bytes, so that the order in which
 * a source gave them makes no difference. The same item twice is kept twice.
 *
 * @param items each a closed object of `schemas/dataset-items.json`; any other field is refused and not dropped
 * @throws ItemRefused
 * @throws RangeError where there is more than a record may attach (19 times 8 MiB)
 */
export function toDatasetItems(dataset: string, items: readonly unknown[]): DatasetItems {
  const lines = items.map((given, index) => {
    const item = redactValue(given)
    if (!validate({ dataset, item })) throw new ItemRefused(index, faultOf())
    try {
      return Buffer.from(`${canonicalJson(item)}\n`)
    } catch (error) {
      if (error instanceof NotCanonical) throw new ItemRefused(index, error.message, { cause: error })
      throw error
    }
  })
  lines.sort(Buffer.compare)
  const parts: Buffer[][] = [[]]
  let bytes = 0
  for (const line of lines) {
    if (bytes + line.length > partLimitBytes) {
      parts.push([])
      bytes = 0
    }
    bytes += line.length
    parts.at(-1)?.push(line)
  }
  if (parts.length > mostParts) throw new RangeError(`more than ${mostParts} times ${partLimitBytes} bytes of items`)
  const attachments = parts.map((part) => toAttachment(Buffer.concat(part)))
  const [only] = attachments
  return {
    files: attachments.map((attachment, index) => ({
      name: attachments.length === 1 ? 'items.jsonl' : `items.${String(index + 1).padStart(3, '0')}.jsonl`,
      attachment,
    })),
    count: items.length,
    digest:
      attachments.length === 1 && only !== undefined
        ? only.sha256
        : sha256Hex(Buffer.concat(attachments.map(({ bytes: part }) => part))),
  }
}

/** SHA-256 of the attachments that hold the items of a record, in order. */
export const itemFilesOf = (
  attachments: readonly { readonly name: string; readonly sha256: string }[],
): readonly string[] =>
  attachments
    .filter(({ name }) => /^items(?:\.\d{3})?\.jsonl$/.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ sha256 }) => sha256)

/** Items as they were attached. @returns undefined where a line is no item of the dataset */
export function readDatasetItems(dataset: string, bytes: Uint8Array): readonly object[] | undefined {
  const items: object[] = []
  for (const line of Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1)) {
    let item: unknown
    try {
      item = JSON.parse(line)
    } catch {
      return undefined
    }
    if (typeof item !== 'object' || item === null || !validate({ dataset, item })) return undefined
    items.push(item)
  }
  return items
}

function faultOf(): string {
  const fault = validate.errors?.[0]
  const where = fault?.instancePath.replace(/^\/item\/?/, '') ?? ''
  const extra = fault?.params['additionalProperty']
  const what = extra === undefined ? (fault?.message ?? 'does not fit the dataset') : `\`${String(extra)}\` is no field`
  return `${where === '' ? '' : `${where} `}${what}`
}
