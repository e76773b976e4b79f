import { millisecondsOf } from '../model/days.ts'
import type { GateRules } from '../model/records.ts'

type Freeze = NonNullable<GateRules['freezes']>[number]

/**
 * The freeze in force at a moment that ends last; undefined where there is none. It lasts from its start until before its end.
 * @param environment where it is deployed to; undefined where that is not known, and only freezes of everything are meant
 */
export function freezeAt(
  rules: readonly GateRules[],
  atMs: number,
  environment: string | undefined,
): Freeze | undefined {
  const name = environment?.toLowerCase()
  return rules
    .flatMap(({ freezes = [] }) => freezes)
    .filter(
      ({ start, end, environments }) =>
        millisecondsOf(start) <= atMs &&
        atMs < millisecondsOf(end) &&
        (environments === undefined || environments.some((one) => one.toLowerCase() === name)),
    )
    .sort((a, b) => millisecondsOf(b.end) - millisecondsOf(a.end))[0]
}
