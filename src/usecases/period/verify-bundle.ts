import { type BundleManifest, bundlePaths, parseManifest } from '../../evidence/bundle-manifest.ts'
import { type CheckpointNote, parseCheckpoint } from '../../evidence/checkpoint.ts'
import { isInside, parseDigestList, sha256 } from '../../evidence/digest-list.ts'
import { parsePin } from '../../evidence/pin.ts'
import { parseTlogProof } from '../../evidence/tlog-proof.ts'
import { type BroughtTrust, checkProofFile } from '../check-proof-file.ts'
import { checkBundledSamples } from './check-bundled-samples.ts'

export type BundleFiles = ReadonlyMap<string, Uint8Array>

/** One thing that was looked at. `says` is a sentence without a full stop. */
export interface BundleCheck {
  readonly what: string
  readonly state: 'ok' | 'failed' | 'not-determined'
  readonly says: string
}

export interface BundleVerification {
  readonly outcome: 'verified' | 'integrity-failure' | 'not-determined'
  readonly checks: readonly BundleCheck[]
  /** undefined where it cannot be read. */
  readonly manifest: BundleManifest | undefined
  /** SHA-256 of the list of digests in hex: it stands for every byte of the bundle. */
  readonly digest: string | undefined
  /** Whose signature the checkpoint has, as `NAME+ID`; undefined where nobody known signed it. */
  readonly signedBy: string | undefined
}

/** Where the keys came from that count: those in the bundle prove nothing about who made it. */
export type BundleTrust = { readonly from: 'reader'; readonly trust: BroughtTrust } | { readonly from: 'bundle' }

/**
 * Looks at a bundle with nothing but the bundle and, if the reader brought one, a key: every byte against the list of digests,
 * every record against the checkpoint, the checkpoint against the key, the documents against their PIN, every sample drawn again.
 *
 * Needs no repository and no network.
 */
export function verifyBundle(files: BundleFiles, given: BundleTrust): BundleVerification {
  const listed = checkDigests(files)
  const textOf = (path: string) => {
    const bytes = files.get(path)
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
  }
  const sums = files.get(bundlePaths.sums)
  const digest = sums === undefined ? undefined : sha256(sums)
  const reading = parseManifest(textOf(bundlePaths.manifest) ?? '')
  const note = parseCheckpoint(textOf(bundlePaths.checkpoint) ?? '')
  if (!reading.ok || note === undefined) {
    const says = reading.ok
      ? `${bundlePaths.checkpoint} is missing or is none`
      : `${bundlePaths.manifest} is missing or cannot be read: ${reading.why}`
    const checks: readonly BundleCheck[] = [listed, { what: 'Contents', state: 'failed', says }]
    return { outcome: outcomeOf(checks), checks, manifest: undefined, digest, signedBy: undefined }
  }
  const { manifest } = reading
  const trust: BroughtTrust =
    given.from === 'reader'
      ? given.trust
      : { policy: textOf(bundlePaths.policy), keys: textOf(bundlePaths.keys), vkeys: [] }
  const records = checkRecords(manifest, note, textOf, trust, given.from)
  const checks = [
    listed,
    checkHead(manifest, note),
    ...records.checks,
    checkDocuments(manifest, note, textOf, files),
    ...checkBundledSamples(manifest, textOf),
  ]
  return { outcome: outcomeOf(checks), checks, manifest, digest, signedBy: records.signedBy }
}

function outcomeOf(checks: readonly BundleCheck[]): BundleVerification['outcome'] {
  if (checks.some(({ state }) => state === 'failed')) return 'integrity-failure'
  return checks.every(({ state }) => state === 'ok') ? 'verified' : 'not-determined'
}

const ok = (what: string, says: string): BundleCheck => ({ what, state: 'ok', says })
const failed = (what: string, says: string): BundleCheck => ({ what, state: 'failed', says })

function checkDigests(files: BundleFiles): BundleCheck {
  const what = 'Files'
  const sums = files.get(bundlePaths.sums)
  if (sums === undefined) return failed(what, `${bundlePaths.sums} is missing`)
  const list = parseDigestList(Buffer.from(sums).toString('utf8'))
  if (list === undefined) return failed(what, `${bundlePaths.sums} is no list of digests as it is written`)
  const wrong = [...list].flatMap(([path, digest]) => {
    const bytes = files.get(path)
    if (bytes === undefined) return [`${path} is missing`]
    return sha256(bytes) === digest ? [] : [`${path} was changed`]
  })
  const extra = [...files.keys()].filter((path) => path !== bundlePaths.sums && !list.has(path))
  const all = [...wrong, ...extra.map((path) => `${isInside(path) ? path : JSON.stringify(path)} is in no list`)]
  if (all.length > 0) return failed(what, firstOf(all))
  return ok(what, `all ${list.size} files are as listed in ${bundlePaths.sums}, and there is no other`)
}

function checkHead({ log }: BundleManifest, { checkpoint }: CheckpointNote): BundleCheck {
  const { origin, size, root } = checkpoint
  const isSame = log.origin === origin && log.size === size && log.root === root.toString('hex')
  const head = `${size} records of ${origin}`
  if (!isSame) return failed('Checkpoint', `it is of ${head}, and ${bundlePaths.manifest} names another log`)
  return ok('Checkpoint', `${head}, root ${root.toString('hex')}`)
}

function checkRecords(
  { records }: BundleManifest,
  note: CheckpointNote,
  textOf: (path: string) => string | undefined,
  trust: BroughtTrust,
  from: BundleTrust['from'],
): { readonly checks: readonly BundleCheck[]; readonly signedBy: string | undefined } {
  const [proofs, signature] = ['Records', 'Signature']
  const signers = new Set<string>()
  const wrong: string[] = []
  const unsure = new Set<string>()
  for (const index of records) {
    const proof = textOf(bundlePaths.proof(index))
    const record = textOf(bundlePaths.record(index))
    if (proof === undefined || record === undefined) {
      wrong.push(`record ${index} or its proof is missing`)
      continue
    }
    // Another checkpoint, perhaps of another log of the same key, would prove something else.
    const parsed = parseTlogProof(proof)
    if (parsed?.index !== index || parseCheckpoint(parsed.note)?.signedText !== note.signedText) {
      wrong.push(`the proof of record ${index} is of another record or checkpoint`)
      continue
    }
    const check = checkProofFile(proof, Buffer.from(record), trust)
    if (check.kind === 'proven') signers.add(check.signedBy)
    else if (check.kind === 'refuted') wrong.push(`record ${index}: ${check.why}`)
    else unsure.add(check.why)
  }
  const [signedBy] = signers
  if (records.length === 0) {
    const says = 'the bundle holds no record, so nothing shows that its checkpoint is signed'
    return { checks: [{ what: proofs, state: 'not-determined', says }], signedBy: undefined }
  }
  if (wrong.length > 0) return { checks: [failed(proofs, firstOf(wrong))], signedBy: undefined }
  const counted = ok(proofs, `all ${records.length} are in the log of the checkpoint, by their proofs`)
  if (unsure.size > 0 || signedBy === undefined) {
    const [why = 'no key signed it'] = unsure
    return { checks: [counted, { what: signature, state: 'not-determined', says: why }], signedBy: undefined }
  }
  if (from === 'reader') return { checks: [counted, ok(signature, `by ${signedBy}, a key that you gave`)], signedBy }
  const says = `by ${signedBy}; the key came with the bundle, so compare it with trust.policy on the protected branch, or give it`
  return { checks: [counted, { what: signature, state: 'not-determined', says }], signedBy }
}

function checkDocuments(
  manifest: BundleManifest,
  note: CheckpointNote,
  textOf: (path: string) => string | undefined,
  files: BundleFiles,
): BundleCheck {
  const what = 'Documents'
  const pin = parsePin(textOf(`${bundlePaths.documents}PIN`) ?? '')
  if (pin === undefined) return failed(what, 'their PIN is missing or cannot be read')
  const pinned = parseCheckpoint(pin.checkpoint)
  const isSame =
    pinned?.signedText === note.signedText &&
    pin.sourceCommit === manifest.source.commit &&
    pin.asOf === manifest.asOf &&
    pin.tool === manifest.tool
  if (!isSame) return failed(what, 'their PIN names another commit, checkpoint, day or program than the bundle')
  const wrong = [...pin.pages].flatMap(([path, digest]) => {
    const bytes = files.get(`${bundlePaths.documents}${path}`)
    if (bytes === undefined) return [`${path} is missing`]
    return sha256(bytes) === digest ? [] : [`${path} is not the page that PIN names`]
  })
  const extra = [...files.keys()].filter(
    (path) =>
      path.startsWith(bundlePaths.documents) &&
      path.endsWith('.md') &&
      !pin.pages.has(path.slice(bundlePaths.documents.length)),
  )
  const all = [...wrong, ...extra.map((path) => `${path} is not in PIN`)]
  if (all.length > 0) return failed(what, firstOf(all))
  return ok(what, `all ${pin.pages.size} are those that PIN names, made from commit ${pin.sourceCommit}`)
}

const firstOf = (all: readonly string[]): string =>
  all.length === 1
    ? String(all[0])
    : `${all.slice(0, 3).join('; ')}${all.length > 3 ? `; and ${all.length - 3} more` : ''}`
