import { averageSeconds, subtractDuration } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { isFollowedUp } from '../deficiencies/followed-up.ts'
import { defineRule } from '../define-rule.ts'

export const recoveryIsTested = defineRule({
  id: 'BCP-001',
  name: 'recovery-is-tested',
  title: 'A recovery test of the last 12 months meets the objectives of the system, or a deficiency says why not',
  subject: 'system',
  severity: 'error',
  rationale: 'A backup that was never restored is a hope. How long it takes is known only after one has tried.',
  remedy:
    'Carry out a RecoveryTest that names the system and write `measured`. Where it fell short, write a Deficiency with `about:` naming the test.',
  criteria: ['CC7.5', 'CC9.1', 'A1.2', 'A1.3'],
  since: '0.1.0',

  check({ value: system, at }, { model, asOf, program }) {
    const { id, status, recovery } = system
    if (recovery === undefined) return notApplicable('nothing says how fast it must be back')
    if (program?.status === 'setting-up') return notApplicable('the program is being set up')
    if (status === 'planned' || status === 'retired') return notApplicable(`it is ${status}`)
    const since = subtractDuration(asOf, 'P1Y')
    const [test] = [...model.recoveryTests.values()]
      .filter(
        ({ value }) => value.status === 'done' && value.exercise !== 'tabletop' && value.systems?.includes(id) === true,
      )
      .filter(({ value: { testedOn } }) => testedOn !== undefined && since < testedOn && testedOn <= asOf)
      .sort((a, b) => ((a.value.testedOn ?? '') < (b.value.testedOn ?? '') ? 1 : -1))
    if (test === undefined) {
      const message = `Whether ${id} can be brought back was not tried in the last 12 months`
      return failIfAny([{ message, at: at.locate(['recovery'], 'key') }])
    }
    const { id: testId, measured, objectives } = test.value
    const related = [{ at: at.locate(['recovery'], 'key'), message: 'what was promised' }]
    if (measured === undefined) {
      const message = `${testId} was carried out, but nothing says what was measured`
      return failIfAny([{ message, at: test.at.locate(['status'], 'value'), related }])
    }
    if (isFollowedUp(model, testId)) return pass
    const limits = [
      ['recoveryTime', 'took', stricter(recovery.rto, objectives?.rto)],
      ['dataLoss', 'lost the data of', stricter(recovery.rpo, objectives?.rpo)],
    ] as const
    const findings = limits.flatMap(([key, verb, limit]): Finding[] => {
      const was = measured[key]
      if (limit === undefined || averageSeconds(was) <= averageSeconds(limit)) return []
      const message = `${testId} ${verb} ${was}; ${limit} is the most for ${id}`
      return [{ message, at: test.at.locate(['measured', key], 'value'), related }]
    })
    return failIfAny(findings)
  },
})

/** A test may be held to less time than the system promises, never to more. */
const stricter = (promised: string | undefined, own: string | undefined): string | undefined =>
  promised === undefined || (own !== undefined && averageSeconds(own) < averageSeconds(promised)) ? own : promised
