import { type Pin, pinOf } from '../evidence/check-pins.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import type { SetAsidePin } from '../evidence/log-keys-file.ts'
import type { History } from '../ports/history.ts'

/** What the first-parent line of a branch remembers of the log. */
export interface PastPins {
  readonly branch: string
  /** PIN files that were read, the present one left out. */
  readonly seen: number
  /** Of these, how many say nothing of the log: no PIN file, or one of an unsigned log. */
  readonly passedOver: number
  /** Of these, the ones that keys.json sets aside. */
  readonly setAside: readonly SetAsidePin[]
  /** Of these, how many could not be read. */
  readonly unread: number
  /** Whether there are older ones that were not looked at. */
  readonly more: boolean
}

/**
 * Every earlier state of a PIN file is a pin too: whoever replaces the present one together with the log forgets these.
 *
 * @param limit how many of the newest are read
 * @param log `isSigned`: whether it has a key; a pin that nobody signed says nothing of such a log. `setAside`: what keys.json
 * says of pins of the past
 */
export async function readPastPins(
  history: History,
  { branch, tip, path }: { readonly branch: string; readonly tip: string | undefined; readonly path: string },
  limit: number,
  log: { readonly isSigned: boolean; readonly setAside: readonly SetAsidePin[] },
): Promise<{ readonly pins: readonly Pin[]; readonly past: PastPins }> {
  const pins: Pin[] = []
  const count = { seen: 0, passedOver: 0, unread: 0 }
  const setAside: SetAsidePin[] = []
  if (tip === undefined) return { pins, past: { branch, ...count, setAside, more: false } }
  const { versions, more } = await history.fileVersions(tip, path, limit)
  let isPresent = true
  for await (const { commit, bytes, unreadable } of versions) {
    const skip = isPresent || (bytes === undefined && unreadable === undefined)
    isPresent = false
    if (skip) continue
    count.seen += 1
    const aside = log.setAside.find(({ commit: named }) => named === commit.sha)
    if (aside !== undefined) {
      setAside.push(aside)
      continue
    }
    const source = `${branch}@${commit.sha.slice(0, 12)}:${path}`
    const pin = bytes && pinOf(source, Buffer.from(bytes).toString('utf8'))
    const signatures = pin && parseCheckpoint(pin.note)?.signatures.length
    if (pin === undefined) count.unread += 1
    // What was committed by mistake and corrected must not speak against the log for ever.
    else if (signatures === undefined || (log.isSigned && signatures === 0)) count.passedOver += 1
    else pins.push(pin)
  }
  return { pins, past: { branch, ...count, setAside, more } }
}
