import { millisecondsOf } from '../../model/days.ts'
import type { LogRecord } from '../../model/log-record.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { gapsIn, joined } from '../audit-coverage.ts'
import { describeRecord } from '../describe-record.ts'

type Reading = Extract<LogRecord, { readonly kind: 'collection.window' }>

export const populationIsWhole = defineAssessmentRule({
  id: 'EVD-012',
  name: 'population-is-whole',
  title: 'What was read of a system is all that the system says it has',
  severity: 'error',
  rationale:
    'Of a hundred rows out of a hundred and forty-three nobody can say what the others hold, and a sample of them is no sample of the system.',
  remedy: 'Read it again, all of it: more rights, more pages, or a smaller stretch of time.',
  criteria: ['CC4.1', 'PI1.4'],
  since: '0.2.0',
  needs: 'log',

  judge({ records, assessment: { basis }, placeOf }) {
    const readings = records.flatMap(({ record, occurredOn }) =>
      record.kind === 'collection.window' && (basis.kind === 'date' || occurredOn >= basis.start) ? [record] : [],
    )
    const series = new Map<string, Reading[]>()
    for (const reading of readings) {
      const name = `${reading.data.dataset} of ${reading.data.system}`
      const own = series.get(name) ?? []
      series.set(name, own)
      own.push(reading)
    }
    return [...series].flatMap(([resource, own]) => {
      const open = openOnes(own)
      if (open.length === 0) return [{ resource, outcome: pass }]
      return open.map((reading) => {
        const message = `${describeRecord(reading)}: ${whyPartial(reading) ?? 'not all of it was read'}`
        return { resource, outcome: failIfAny([{ message, at: placeOf(reading.index).locate() }]) }
      })
    })
  },
})

/** The newest state, and every stretch that no whole reading covers by now. */
function openOnes(own: readonly Reading[]): readonly Reading[] {
  const state = own.findLast(({ data }) => data.form === 'snapshot')
  const intervals = own.filter(({ data }) => data.form === 'interval')
  const stretch = ({ data }: Reading) => ({ from: millisecondsOf(data.from), to: millisecondsOf(data.to) })
  const whole = joined(intervals.filter((one) => whyPartial(one) === undefined).map(stretch))
  const open = intervals.filter((one) => whyPartial(one) !== undefined && gapsIn(stretch(one), whole).length > 0)
  return state !== undefined && whyPartial(state) !== undefined ? [state, ...open] : open
}

function whyPartial({ data }: Reading): string | undefined {
  const [unread] = data.unread
  if (data.total !== null && data.total !== data.count) return `${data.count} of ${data.total} items were read`
  if (unread !== undefined) return `${unread.part} could not be read: ${unread.why}`
  if (data.complete) return undefined
  const until = data.form === 'interval' ? `, from ${data.from} to ${data.to}` : ''
  return `it was not read completely${until}`
}
