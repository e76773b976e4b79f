import type { LogRecord } from '../../model/log-record.ts'
import { type Finding, failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { describeRecord } from '../describe-record.ts'
import { planFor } from '../samples/sample-size.ts'

type Drawn = Extract<LogRecord, { readonly kind: 'sample.drawn' }>

export const sampleIsReproducible = defineAssessmentRule({
  id: 'EVD-011',
  name: 'sample-is-reproducible',
  title: 'A sample can be drawn again, is as large as its plan, and was drawn once',
  severity: 'error',
  rationale:
    'A sample that nobody else can draw shows what somebody picked. One that is too small shows too little, and one that was drawn until it pleased shows nothing.',
  remedy:
    'Draw it with `sample --control ... --nonce ... --record` from the log as it was closed; extend it with `--extend`, which keeps what was drawn.',
  criteria: ['CC4.1'],
  since: '0.2.0',
  needs: 'log',

  judge({ records, model, placeOf }) {
    const log = records.map(({ record }) => record)
    const created = log.find((record) => record.kind === 'log.created')
    const samples = log.filter((record): record is Drawn => record.kind === 'sample.drawn')
    return samples.map((sample) => {
      const { data } = sample
      const resource = `${data.control} ${data.population} ${data.from} to ${data.to}`
      const control = model.controls.get(data.control)?.value
      if (control === undefined)
        return { resource, outcome: notDetermined(`the program has no control ${data.control} any more`) }
      const at = placeOf(sample.index).locate()
      const named = describeRecord(sample)
      const findings: Finding[] = []
      const say = (what: string, more: Partial<Finding> = {}) =>
        findings.push({ message: `${named}: ${what}`, at, ...more })
      if (created?.kind === 'log.created' && created.data.origin !== data.origin)
        say(`its seed is of another log, ${data.origin}`)
      if (data.logSize > sample.index)
        say(`its seed is of ${data.logSize} records, more than the log had when it was recorded`)
      if (data.drawn !== Math.min(data.size, data.count))
        say(`${data.drawn} items were drawn, where ${data.size} of ${data.count} were asked for`)
      const largest = samples
        .filter((other) => sameSeed(sample, other))
        .reduce((most, one) => Math.max(most, one.data.drawn), 0)
      const plan = planFor(control, { name: data.population, count: data.count })
      if (largest < plan.size) say(`${largest} items are fewer than ${plan.size}: ${plan.why}`)
      const before = samples.filter((other) => other.index < sample.index && sameQuestion(sample, other))
      const changed = before.find(
        (other) => sameSource(sample, other) && other.data.populationDigest !== data.populationDigest,
      )
      if (changed !== undefined)
        say(
          `the population is another than in record ${changed.index}, from the same commit and checkpoint`,
          related(changed),
        )
      const again = before.find((other) => !sameSeed(sample, other))
      if (again !== undefined)
        say(`it was drawn again with another seed: record ${again.index} has the first`, {
          ...related(again),
          severity: 'warning',
        })
      if (data.nonce === null) say('its seed was chosen by management', { severity: 'warning' })
      return { resource, outcome: failIfAny(findings) }
    })

    function related(record: Drawn): Pick<Finding, 'related'> {
      return { related: [{ at: placeOf(record.index).locate(), message: 'the sample before' }] }
    }
  },
})

/** About the same items. */
const sameQuestion = ({ data: a }: Drawn, { data: b }: Drawn): boolean =>
  a.control === b.control && a.population === b.population && a.from === b.from && a.to === b.to

/** From the same commit and the same state of the log. */
const sameSource = ({ data: a }: Drawn, { data: b }: Drawn): boolean =>
  a.commit === b.commit && a.origin === b.origin && a.logSize === b.logSize && a.root === b.root

/** A larger one of these is an extension. */
const sameSeed = (one: Drawn, other: Drawn): boolean =>
  sameQuestion(one, other) &&
  sameSource(one, other) &&
  one.data.nonce === other.data.nonce &&
  one.data.strata === other.data.strata
