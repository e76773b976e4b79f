/** The server's clock: a test sets and advances it, so every time that GitHub would stamp is known beforehand. */
import { Temporal } from 'temporal-polyfill'

export interface SettableClock {
  /** ISO 8601 in UTC, whole seconds, as GitHub writes times. */
  now(): string
  /** The present second for one event; the clock then steps on, so that a later event is strictly later. */
  tick(): string
  set(instant: string): void
  /** @param duration  ISO 8601, such as `PT1H` or `P3D` */
  advance(duration: string): void
  /** How far one event moves the clock; 0 lets events share a second. */
  stepSeconds: number
}

export function settableClock(start: string): SettableClock {
  let atMs = Temporal.Instant.from(start).epochMilliseconds
  const now = () => new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
  return {
    stepSeconds: 1,
    now,
    tick() {
      const moment = now()
      atMs += this.stepSeconds * 1000
      return moment
    },
    set(instant) {
      atMs = Temporal.Instant.from(instant).epochMilliseconds
    },
    advance(duration) {
      atMs += Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '1970-01-01' })
    },
  }
}
