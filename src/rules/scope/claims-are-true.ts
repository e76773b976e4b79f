import { claimWordsIn } from '../../model/claim-wording.ts'
import type { RecordPath } from '../../model/location.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import { bodyPath } from '../../read/read-policy-bodies.ts'
import { defineRule } from '../define-rule.ts'

export const claimsAreTrue = defineRule({
  id: 'SCP-011',
  name: 'claims-are-true',
  title: 'Nothing says that a SOC 2 report is a certificate',
  subject: 'record',
  severity: 'warning',
  rationale:
    'A SOC 2 report is the opinion of an auditor about a date or a period. Who calls themself certified misleads customers, and the AICPA and courts act on it.',
  remedy: 'Say what there is: the report, its type, its period and its categories.',
  criteria: ['CC2.3', 'CC1.1'],
  since: '0.1.0',

  check(record, { model }) {
    const findings: Finding[] = textsOf(record.value).flatMap(({ path, text }) =>
      claimWordsIn(text).map(({ words, instead }) => ({
        message: `"${words}" claims what no SOC 2 report says`,
        at: record.at.locate(path, 'value'),
        hint: instead,
      })),
    )
    if (record.kind !== 'Policy') return failIfAny(findings)
    const file = bodyPath(record)
    const body = model.bodies.get(file) ?? ''
    const claimed = claimWordsIn(body).map(({ index, words, instead }) => {
      const before = body.slice(0, index).split('\n')
      const [line, column] = [before.length, (before.at(-1) ?? '').length + 1]
      const at = { file, line, column, endLine: line, endColumn: column + words.length }
      return { message: `"${words}" claims what no SOC 2 report says`, at, hint: instead }
    })
    return failIfAny([...findings, ...claimed])
  },
})

/** Every text in a record with its path. */
function textsOf(value: unknown, path: RecordPath = []): { readonly path: RecordPath; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  const parts = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [...parts].flatMap(([key, part]: readonly [string | number, unknown]) => textsOf(part, [...path, key]))
}
