import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { ownWorkflows } from '../setup-facts.ts'
import { isPlaceholder, usedIn } from '../used-actions.ts'

export const placeholdersAreReplaced = defineCheck({
  id: 'DOC-034',
  name: 'placeholders-are-replaced',
  title: 'Workflows name the repository that Countersign is kept in, and a commit of it',
  severity: 'error',
  remedy:
    'Replace OWNER by the account you keep Countersign under, and the zeros by the full id of a commit you have read.',
  check(facts) {
    const findings = ownWorkflows(facts).flatMap((workflow) =>
      usedIn(workflow).flatMap(([uses, path]) =>
        isPlaceholder(uses) ? [{ message: `${uses} is a placeholder`, at: workflow.at.locate(path, 'value') }] : [],
      ),
    )
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.uses.length === 0 ? notApplicable('no workflow runs Countersign') : pass)
  },
})
