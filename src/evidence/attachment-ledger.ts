import type { EvidenceRecord } from '../model/evidence.ts'
import { sha256Hex } from './attachments.ts'
import type { ReportFinding } from './log-finding.ts'
import { linesPerSegment, segmentPath } from './segments.ts'

/** Holds what records point to against what is stored: each must be there, whole, and pointed to. */
export class AttachmentLedger {
  readonly #report: ReportFinding
  readonly #referenced = new Map<string, { readonly index: number; readonly size: number }>()
  readonly #stored = new Set<string>()

  constructor(report: ReportFinding) {
    this.#report = report
  }

  get count(): number {
    return this.#stored.size
  }

  /** Takes what a record points to. */
  refer(file: string, index: number, { predicate }: EvidenceRecord): void {
    for (const { sha256, size } of predicate.attachments) {
      const known = this.#referenced.get(sha256)
      if (known === undefined) this.#referenced.set(sha256, { index, size })
      else if (known.size !== size)
        this.#report('E_ATTACHMENT', file, `records ${known.index} and ${index} give ${sha256} different sizes`, index)
    }
    const attaches = (digest: string) => predicate.attachments.some(({ sha256 }) => sha256 === digest)
    if ('factsDigest' in predicate.data && !attaches(predicate.data.factsDigest))
      this.#report('E_ATTACHMENT', file, `record ${index} does not attach the facts it was decided on`, index)
    if ('decisionDigest' in predicate.data && !attaches(predicate.data.decisionDigest))
      this.#report('E_ATTACHMENT', file, `record ${index} does not attach what was decided`, index)
  }

  /**
   * Takes a stored file.
   *
   * @param bytes undefined where it is larger than an attachment may be
   * @returns the bytes where they are what a record points to
   */
  take(
    { path, sha256 }: { readonly path: string; readonly sha256: string },
    bytes: Buffer | undefined,
  ): Buffer | undefined {
    this.#stored.add(sha256)
    if (bytes === undefined) return undefined
    const reference = this.#referenced.get(sha256)
    if (sha256Hex(bytes) !== sha256) this.#report('E_ATTACHMENT', path, 'the content is not what the name says')
    else if (reference === undefined) this.#report('E_ATTACHMENT', path, 'no record points to it')
    else if (reference.size !== bytes.length)
      this.#report('E_ATTACHMENT', path, `${bytes.length} bytes; record ${reference.index} says ${reference.size}`)
    else return bytes
    return undefined
  }

  reportMissing(): void {
    for (const [sha256, { index }] of this.#referenced)
      if (!this.#stored.has(sha256))
        this.#report(
          'E_ATTACHMENT',
          segmentPath(Math.floor(index / linesPerSegment)),
          `attachment ${sha256} of record ${index} is missing`,
          index,
        )
  }
}
