/** What a recorded decision says of rules and reviews. */
export interface RecordedDecisionDocument {
  readonly rules: readonly { readonly rule: string; readonly verdict: string }[]
  readonly reviewers: readonly {
    readonly review: string
    readonly counted: string
    readonly countedFor: readonly string[]
  }[]
}

const most = 2000

/** A decision as it was attached to a record. @returns undefined where it is in no form that is known */
export function readDecision(bytes: Uint8Array): RecordedDecisionDocument | undefined {
  let data: unknown
  try {
    data = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
  if (!isObject(data) || data['schema'] !== 'countersign/gate-decision/v1') return undefined
  const { rules, reviewers } = data
  if (!Array.isArray(rules) || !Array.isArray(reviewers) || rules.length > most || reviewers.length > most)
    return undefined
  const read = {
    rules: rules.map((row: unknown) => (isObject(row) ? { rule: row['rule'], verdict: row['verdict'] } : undefined)),
    reviewers: reviewers.map((row: unknown) =>
      isObject(row)
        ? { review: String(row['review']), counted: row['counted'], countedFor: row['countedFor'] }
        : undefined,
    ),
  }
  const isWhole =
    read.rules.every((row) => typeof row?.rule === 'string' && typeof row.verdict === 'string') &&
    read.reviewers.every((row) => typeof row?.counted === 'string' && isStrings(row.countedFor))
  return isWhole ? (read as RecordedDecisionDocument) : undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
