import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const calendarIsWatched = defineCheck({
  id: 'DOC-043',
  name: 'calendar-is-watched',
  title: 'A check also runs on a schedule',
  severity: 'warning',
  remedy: 'Add `schedule:` to a workflow with `mode: check`: a review that falls due changes no file.',
  check(facts) {
    const checks = facts.uses.filter(({ kind }) => kind === 'check')
    if (checks.some(({ events }) => events.has('schedule'))) return pass
    const [first] = checks
    if (first === undefined) return openWorkflows(facts) ?? notApplicable('no workflow runs mode check')
    return failIfAny([
      {
        message: 'Nothing tells when a review, an acceptance or an exception falls due',
        at: first.workflow.at.locate(['on'], 'key'),
      },
    ])
  },
})
