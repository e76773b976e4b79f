import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { canBeKnown, stableWords } from './known-findings.ts'

export const knownFindingIsThere = defineRule({
  id: 'BAS-003',
  name: 'known-finding-is-there',
  title: 'Each entry of a baseline is a finding that is there and can be listed',
  subject: 'baseline',
  severity: 'warning',
  rationale:
    'An entry whose finding was mended would excuse the same mistake again. What other rules rest on, such as ids, references and criteria, and what can excuse others, is in no baseline.',
  remedy: 'Run `countersign baseline --prune`, or remove the entry.',
  criteria: ['CC4.2'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: { findings: entries, expires }, at }, { rules, findingsOf, asOf }) {
    if (expires < asOf) return notApplicable('BAS-002: it has expired')
    const words = new Map<string, ReadonlySet<string>>()
    const wordsOf = (id: string, record: string, found: readonly Finding[]) => {
      const key = JSON.stringify([id, record])
      const known = words.get(key) ?? new Set(found.map(({ message }) => stableWords(message, asOf)))
      words.set(key, known)
      return known
    }
    return failIfAny(
      entries.flatMap(({ rule: id, record, finding }, index): Finding[] => {
        const here = at.locate(['findings', index, 'rule'], 'value')
        const rule = rules.get(id)
        if (rule === undefined) return [{ message: `The baseline lists ${id}, and there is no such rule`, at: here }]
        if (!canBeKnown(rule)) {
          return [{ message: `The baseline lists ${id}, which no baseline can: it counts all the same`, at: here }]
        }
        const found = findingsOf(rule)
        if (found === undefined || wordsOf(id, record, found.get(record) ?? []).has(finding)) return []
        return [{ message: `The baseline lists a finding of ${id} about ${record} that is not there`, at: here }]
      }),
    )
  },
})
