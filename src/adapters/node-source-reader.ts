import { setTimeout as pause } from 'node:timers/promises'
import type { SourceReader } from '../ports/source-reader.ts'
import { type CommandPlace, readCommandSource } from './sources/command-source.ts'
import { type HttpSourceAround, httpSourceLimits, openHttpSource } from './sources/http-source.ts'

/** Declared sources as this machine reaches them. */
export function nodeSourceReader(place: CommandPlace, around: Partial<HttpSourceAround> = {}): SourceReader {
  const { environment, signal } = place
  return {
    http: (question) =>
      openHttpSource(question, {
        fetch,
        pause: (ms) => pause(ms, undefined, { signal }),
        environment,
        limits: httpSourceLimits,
        ...around,
      }),
    command: (question) => readCommandSource(question, place),
  }
}
