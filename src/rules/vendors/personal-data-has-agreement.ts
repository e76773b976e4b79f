import { daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInUse } from './in-use.ts'
import { dataSeenBy } from './vendor-data.ts'

export const personalDataHasAgreement = defineRule({
  id: 'VEN-004',
  name: 'personal-data-has-agreement',
  title: 'A vendor that gets personal data has signed an agreement on how it handles it',
  subject: 'vendor',
  severity: 'error',
  rationale:
    'Whoever hands personal data to somebody else answers for what happens to it there; without an agreement nothing binds them.',
  remedy: 'Sign a data processing agreement and write `dpa`, or stop giving the data to the vendor.',
  criteria: ['CC9.2', 'P6.1', 'P6.4'],
  since: '0.1.0',
  overdue: true,

  check({ value: vendor, at }, { model, asOf }) {
    if (!isInUse(vendor)) return notApplicable(`the vendor is ${vendor.status}`)
    const personal = [...dataSeenBy(model, vendor.id)].filter(
      (id) => model.dataClasses.get(id)?.value.personal === true,
    )
    if (personal.length === 0 && vendor.subprocessor !== true) return notApplicable('it gets no personal data')
    const { dpa } = vendor
    if (dpa === undefined) {
      const what = personal.length === 0 ? 'is a subprocessor' : `gets personal data (${personal.sort().join(', ')})`
      const path =
        vendor.dataClasses === undefined ? (vendor.subprocessor === undefined ? [] : ['subprocessor']) : ['dataClasses']
      return failIfAny([
        {
          message: `${vendor.id} ${what} without a data processing agreement`,
          at: path.length === 0 ? at.locate() : at.locate(path),
        },
      ])
    }
    if (dpa.until === undefined || dpa.until >= asOf) return pass
    const message = `The data processing agreement with ${vendor.id} ended on ${dpa.until}, ${daysAgo(dpa.until, asOf)}`
    return failIfAny([{ message, at: at.locate(['dpa', 'until'], 'value') }])
  },
})
