import { addDuration, type Day } from '../../model/days.ts'
import type { Finding } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { Baseline } from '../../model/records.ts'
import type { RuleInfo } from '../define-rule.ts'
import type { RuleContext } from '../rule-context.ts'

/** How long findings may go uncounted: half a year is enough to mend what was there, or to write exceptions. */
export const longestBaseline = 'P180D'

/** Whether a baseline counts on a day: created, not expired, and not longer than may be. */
const isInForce = ({ created, expires }: Baseline, asOf: Day): boolean =>
  created <= asOf && asOf <= expires && expires <= addDuration(created, longestBaseline)

/**
 * The words of a finding without what only the day of the check decides, so that tomorrow they are the same. Line numbers
 * are in no message. Cut to what an entry may hold.
 */
export const stableWords = (message: string, asOf: Day): string =>
  message
    .replaceAll(asOf, '...')
    .replace(/\b\d{1,6} days? ago\b/g, '... days ago')
    .slice(0, 2000)

/** Whether a baseline may list what a rule finds. */
export const canBeKnown = ({ unwaivable, neverKnown }: RuleInfo): boolean => unwaivable !== true && neverKnown !== true

type Findings = readonly [Finding, ...Finding[]]

export interface KnownFindings {
  /** Parts the findings of a rule about one record into those that a baseline lists and those that count. */
  sort(
    rule: RuleInfo,
    record: string,
    findings: Findings,
  ): {
    readonly known: readonly { readonly untilDay: Day; readonly findings: Findings }[]
    /** `why`: only this change lists it. */
    readonly counting: readonly { readonly why: string | undefined; readonly findings: Findings }[]
  }
}

/** What the baselines of the program list; an entry that the base does not have as well silences nothing. */
export function findKnown({ model, base, asOf }: RuleContext): KnownFindings {
  const now = entriesIn(model, asOf)
  const before = base === undefined ? now : entriesIn(base, asOf)
  return {
    sort(rule, record, findings) {
      if (now.size === 0 || !canBeKnown(rule)) return { known: [], counting: [{ why: undefined, findings }] }
      const known = new Map<Day, Finding[]>()
      const counting = new Map<string | undefined, Finding[]>()
      for (const finding of findings) {
        const key = keyOf(rule.id, record, stableWords(finding.message, asOf))
        const until = now.get(key)
        const earlier = before.get(key)
        if (until === undefined) append(counting, undefined, finding)
        else if (earlier === undefined) append(counting, onlyNow, finding)
        else if (earlier < until) append(counting, onlyLonger, finding)
        else append(known, until, finding)
      }
      return {
        known: [...known].map(([untilDay, some]) => ({ untilDay, findings: some as unknown as Findings })),
        counting: [...counting].map(([why, some]) => ({ why, findings: some as unknown as Findings })),
      }
    },
  }
}

const onlyNow = 'the baseline lists it, but only this change adds it there: mend it, or merge the baseline first'
const onlyLonger = 'only this change makes the baseline last longer: merge that first, on its own'

const keyOf = (rule: string, record: string, words: string): string => JSON.stringify([rule, record, words])

/** Last day by entry, of the baselines in force. */
function entriesIn({ baselines }: ProgramModel, asOf: Day): ReadonlyMap<string, Day> {
  const entries = new Map<string, Day>()
  for (const { value: baseline } of baselines) {
    if (!isInForce(baseline, asOf)) continue
    for (const { rule, record, finding } of baseline.findings) {
      const key = keyOf(rule, record, finding)
      const other = entries.get(key)
      if (other === undefined || other < baseline.expires) entries.set(key, baseline.expires)
    }
  }
  return entries
}

function append<K>(map: Map<K, Finding[]>, key: K, finding: Finding): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [finding])
  else list.push(finding)
}
