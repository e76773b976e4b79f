import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const unapprovedMergeHasADeficiency = defineRule({
  id: 'CHG-013',
  name: 'unapproved-merge-has-a-deficiency',
  title: 'What reached the branch without an independent review has a deficiency',
  subject: 'unapproved-change',
  severity: 'error',
  rationale:
    'A merge past the gate stays in the log for good. What the organisation can still show is that it saw it and what it did: that is what an auditor asks for next.',
  remedy:
    'Write a Deficiency that names it in `deviations:`, have somebody independent read the change, and say what was done.',
  criteria: ['CC8.1', 'CC4.2'],
  since: '0.2.0',
  needs: 'log',

  check({ record: { data }, at }, { model }) {
    const item = 'commit' in data ? data.commit : `pull-${data.pull}`
    const deficiencies = [...model.deficiencies.values()]
    if (deficiencies.some(({ value }) => value.deviations?.includes(item))) return pass
    const what =
      'commit' in data
        ? `Commit ${data.commit.slice(0, 12)} reached ${data.branch} without an approved pull request`
        : `Pull request ${data.pull} was merged although the verdict was ${data.verdict}`
    return failIfAny([{ message: `${what}, and no deficiency names ${item}`, at: at.locate() }])
  },
})
