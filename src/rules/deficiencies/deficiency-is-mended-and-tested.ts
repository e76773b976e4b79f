import { daysAgo, daysBetween } from '../../model/days.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { mendingDue } from './mending-due.ts'

export const deficiencyIsMendedAndTested = defineRule({
  id: 'FND-001',
  name: 'deficiency-is-mended-and-tested',
  title: 'A deficiency is mended by its day, and closed only after a test that is newer than the mending',
  subject: 'deficiency',
  severity: 'error',
  rationale:
    'A deficiency that is closed because somebody said so is still there. One that nobody mends in time shows that weaknesses are known and left.',
  remedy:
    'Mend it and write `remediation.fixed`; let somebody else test again and write `retest`; or accept it as a risk or exception.',
  criteria: ['CC4.2', 'CC5.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: deficiency, at }, { asOf, program }) {
    const { id, status, owner, remediation, retest } = deficiency
    const fixed = remediation?.fixed
    const { due, latest, why } = mendingDue(deficiency, program)
    const findings: Finding[] = []
    const here = at.locate(['status'], 'value')
    const say = (message: string, place = here, more: Partial<Finding> = {}) =>
      findings.push({ message, at: place, ...more })

    if (deficiency.due !== undefined && deficiency.due > latest) {
      const hint = `${why}: by ${latest}`
      say(`${id} is due on ${deficiency.due}, later than its severity allows`, at.locate(['due'], 'value'), { hint })
    }
    if (fixed !== undefined && fixed > due) {
      const late = daysBetween(due, fixed)
      const message = `${id} was mended ${late} day${late === 1 ? '' : 's'} after ${due}`
      say(message, at.locate(['remediation', 'fixed'], 'value'), { hint: why, severity: 'warning' })
    }
    if (fixed === undefined && status !== 'risk-accepted' && asOf > due) {
      const place = at.locate([deficiency.due === undefined ? 'opened' : 'due'], 'value')
      say(`${id} was to be mended by ${due}, ${daysAgo(due, asOf)}`, place, { hint: why })
    }
    if (status !== 'closed' && status !== 'ready-for-retest') return failIfAny(findings)
    if (fixed === undefined) say(`${id} is ${status}, but has no \`remediation.fixed\``)
    if (status !== 'closed') return failIfAny(findings)
    if (retest === undefined) say(`${id} is closed, but nobody tested again`)
    else {
      const tested = at.locate(['retest', 'at'], 'value')
      if (retest.result !== 'passed')
        say(`${id} is closed, but the test failed`, at.locate(['retest', 'result'], 'value'))
      if (retest.by === owner)
        say(`${id} was tested again by ${owner}, who owns it`, at.locate(['retest', 'by'], 'value'))
      if (fixed !== undefined && retest.at < fixed) {
        const related = [{ at: at.locate(['remediation', 'fixed'], 'value'), message: 'when it was mended' }]
        say(`${id} was tested again on ${retest.at}, before it was mended`, tested, { related })
      }
    }
    return failIfAny(findings)
  },
})
