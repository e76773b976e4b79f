import type { AnchorCheck } from './anchor-check.ts'
import type { PinCheck } from './check-pins.ts'
import { anchoredUpTo } from './time-bracket.ts'

/** What is known of a log that verified. */
export interface Protection {
  readonly mode: 'signed' | 'local-unsigned' | null
  readonly size: number
  readonly pins: readonly PinCheck[]
  readonly anchors: readonly AnchorCheck[]
  /** Witnesses whose cosignature holds. */
  readonly witnesses: number
}

/**
 * What the signatures, pins, anchors and witnesses that are there keep from being changed, and what they do not, in plain
 * words. Says nothing of rules of the forge: these are not seen from here.
 *
 * @returns sentences, one a line
 */
export function describeProtection({ mode, size, pins, anchors, witnesses }: Protection): readonly string[] {
  const who =
    mode === 'signed'
      ? 'Whoever holds the log key and can write the evidence branch'
      : 'Whoever can write the evidence branch'
  const pinned = pins.reduce((most, pin) => (pin.outcome === 'holds' ? Math.max(most, pin.size ?? 0) : most), 0)
  const anchored = anchoredUpTo(anchors)
  const unchecked = anchors.filter(({ outcome }) => outcome === 'not-checked')
  const lines = [
    pinned > 0
      ? `${who} can rewrite ${newerThan(pinned, size)}; what is older is pinned, and only who can rewrite every place of a pin too can change it.`
      : `${who} can rewrite all of it: nothing outside the branch remembers it.`,
  ]
  if (anchored === undefined) lines.push('Nobody outside saw it, so its times are those that its writers gave.')
  else {
    lines.push(
      `${range(0, anchored.size)} existed by ${anchored.by}: nobody can put others in their place and keep that time.`,
    )
    if (anchored.size < size)
      lines.push(
        `${range(anchored.size, size)}, the newest, ${size - anchored.size === 1 ? 'is' : 'are'} not anchored yet.`,
      )
  }
  if (unchecked.length > 0)
    lines.push(
      `${count(unchecked.length, 'anchor')} could not be checked: ${unchecked.at(-1)?.why ?? 'not known why'}.`,
    )
  lines.push(
    witnesses > 0
      ? `${count(witnesses, 'witness', 'witnesses')} signed it too: all readers are shown the same log, unless these help to deceive.`
      : 'No witness signed it: two readers could be shown two logs; compare checkpoints.',
  )
  return lines
}

function newerThan(pinned: number, size: number): string {
  return pinned < size ? range(pinned, size).replace(/^R/, 'r') : 'what comes after it'
}

function range(from: number, to: number): string {
  return to - from === 1 ? `Record ${from}` : `Records ${from} to ${to - 1}`
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
