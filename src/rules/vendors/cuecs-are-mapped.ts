import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInUse } from './in-use.ts'

export const cuecsAreMapped = defineRule({
  id: 'VEN-003',
  name: 'cuecs-are-mapped',
  title: 'What a vendor expects of its users is done by a control of ours',
  subject: 'vendor',
  severity: 'error',
  rationale:
    "A vendor's report holds only where its users do their part. What nobody took on is a gap that the report does not show.",
  remedy: 'Name the own `controls` that do it, or say in `notRelevant` why it does not concern us.',
  criteria: ['CC9.2', 'CC3.2'],
  since: '0.1.0',

  check({ value: vendor, at }, { model }) {
    if (!isInUse(vendor)) return notApplicable(`the vendor is ${vendor.status}`)
    const cuecs = vendor.cuecs ?? []
    const unmapped = cuecs.flatMap(({ controls = [], notRelevant, reference }, index) => {
      const name = `${reference ?? `Entry ${index + 1}`} of the controls that ${vendor.id} expects of us`
      const place = at.locate(['cuecs', index])
      if (controls.length === 0)
        return notRelevant === undefined ? [{ message: `${name} is done by no control of ours`, at: place }] : []
      const live = controls.filter((id) => model.controls.get(id)?.value.status !== 'retired')
      return live.length > 0 ? [] : [{ message: `${name} is done by retired controls only`, at: place }]
    })
    const newest = newestCount(vendor.reports ?? [])
    const miscounted =
      newest === undefined || newest.count === cuecs.length
        ? []
        : [
            {
              message: `The newest report of ${vendor.id} lists ${newest.count} controls for its users, but ${cuecs.length} are written here`,
              at: at.locate(['reports', newest.index, 'cuecCount'], 'value'),
            },
          ]
    if (cuecs.length === 0 && newest === undefined)
      return notApplicable('no report that lists such controls is written')
    return failIfAny([...unmapped, ...miscounted])
  },
})

/** What the report that ends last says; of two that end on one day the later in the file. */
function newestCount(reports: readonly { readonly periodEnd?: string; readonly cuecCount?: number }[]) {
  let newest: { index: number; end: string; count: number } | undefined
  for (const [index, { periodEnd: end = '', cuecCount: count }] of reports.entries()) {
    if (count !== undefined && (newest === undefined || end >= newest.end)) newest = { index, end, count }
  }
  return newest
}
