import { matchesBranch } from '../../model/match-branch.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const mergeHasAChangeRequest = defineRule({
  id: 'CHG-012',
  name: 'merge-has-a-change-request',
  title: 'Every merge that needs a change request has one that exists',
  subject: 'merged-change',
  severity: 'error',
  rationale:
    'Changes and requests are one population seen from two sides. Where they differ, either a change was not asked for or a record was removed.',
  remedy: 'Write the change request that is missing, or restore the one that the log names.',
  criteria: ['CC8.1'],
  since: '0.2.0',
  needs: 'log',

  check({ record: { data }, at }, { model }) {
    const missing = data.changeRequests.filter((id) => !model.changes.has(id))
    if (missing.length > 0) {
      const names = missing.join(', ')
      return failIfAny([
        {
          message: `Pull request ${data.pull} was merged for ${names}, which the program does not hold`,
          at: at.locate(),
        },
      ])
    }
    if (data.changeRequests.length > 0) return pass
    const isAsked = model.gateRules.some(({ value }) =>
      value.rules.some(
        ({ when, require }) =>
          require?.changeRequest !== undefined &&
          (when?.base ?? ['**']).some((pattern) => matchesBranch(pattern, data.baseRef)),
      ),
    )
    if (!isAsked) return notApplicable('no gate rule asks for a change request here')
    // The gate lets changes of the requests themselves through without one, and says approved.
    if (data.verdict === 'approved') return pass
    return failIfAny([{ message: `Pull request ${data.pull} was merged without a change request`, at: at.locate() }])
  },
})
