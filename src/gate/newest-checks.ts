import { millisecondsOf } from '../model/days.ts'
import type { Check, Reading } from '../model/facts.ts'
import type { RequiredCheck } from '../model/records.ts'
import type { Judgement } from './judgement.ts'

/** Which check is meant: a name alone proves nothing, since everybody with write permission can post any. */
export type NamedCheck = Pick<RequiredCheck, 'name' | 'by'>

/** How a check is named in sentences: `` `ci` by github-actions ``. */
export const labelOf = ({ name, by }: NamedCheck): string => `\`${name}\` by ${by}`

/**
 * The newest check of that name by that poster, or why there is none. One that has not ended may be newer than all others, and two
 * may have ended at one moment: then several are given, and the worst of them decides.
 *
 * @param untilMs ms since 1970: later ones are left out. Infinity: none is
 */
export function newestChecks(
  { name, by }: NamedCheck,
  checks: Reading<Check>,
  untilMs: number,
): readonly [Check, ...Check[]] | Judgement {
  const label = labelOf({ name, by })
  if (!checks.known)
    return { verdict: 'not-determined', message: `${label}: the checks could not be read: ${checks.why}` }
  const named = checks.value.filter((check) => check.name === name)
  const own = named.filter((check) => isPostedBy(check, by))
  const then = own.filter(({ at }) => at === null || millisecondsOf(at) <= untilMs)
  const newestMs = Math.max(...then.map(endOf))
  const [first, ...rest] = then.filter((check) => check.at === null || endOf(check) === newestMs)
  if (first !== undefined) return [first, ...rest]
  if (own.length > 0) {
    return { verdict: 'not-determined', message: `${label} was posted later, and what it said before is not known` }
  }
  const others = [...new Set(named.map(posterOf))].sort()
  if (others.length === 0) return { verdict: 'pending', message: `${label} has not been posted` }
  if (others.includes(undefined)) {
    return { verdict: 'not-determined', message: `who posted \`${name}\` is not known, and it must be ${by}` }
  }
  const shown = others.length > 3 ? [...others.slice(0, 3), `${others.length - 3} more`] : others
  return { verdict: 'pending', message: `\`${name}\` was posted by ${shown.join(' and ')}, not by ${by}` }
}

const endOf = ({ at }: Check): number => (at === null ? Number.NEGATIVE_INFINITY : millisecondsOf(at))

const posterOf = ({ kind, app, by }: Check): string | undefined =>
  kind === 'check-run' ? (app ?? undefined) : by?.login

/**
 * An App posts check runs under its slug and statuses as its machine account, `slug[bot]`. A person may have the login that an App
 * has as slug: a rule that says `slug[bot]` means the App alone. Names do not differ by case on the forge.
 */
function isPostedBy({ kind, app, by }: Check, wanted: string): boolean {
  const name = wanted.toLowerCase()
  const slug = name.replace(/\[bot\]$/, '')
  if (kind === 'check-run') return app?.toLowerCase() === slug
  const login = by?.login.toLowerCase()
  return by?.type === 'bot' ? login === `${slug}[bot]` || login === name : login === name
}
