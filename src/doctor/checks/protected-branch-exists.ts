import { startOf } from '../../model/location.ts'
import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'

export const protectedBranchExists = defineCheck({
  id: 'DOC-008',
  name: 'protected-branch-exists',
  title: 'The protected branch of the settings exists',
  severity: 'error',
  remedy: 'Correct `protectedBranch` in countersign.yaml, or fetch the branch.',
  check({ repository, settings, settingsPath }) {
    if (repository === undefined) return notDetermined('there is no repository')
    if (settings.problems.length > 0) return notDetermined('the settings have a mistake')
    const { protectedBranch } = settings.settings
    // Before the first commit there is no branch, only the name of the one to come.
    if (repository.branches.has(protectedBranch) || repository.current === protectedBranch) return pass
    if (repository.isShallow) return notDetermined('the clone is shallow and may not have the branch')
    const seen = [...repository.branches].sort().slice(0, 5).join(', ') || repository.current || 'none'
    const at = settings.at?.locate(['protectedBranch'], 'value') ?? startOf(settingsPath)
    return failIfAny([
      { message: `There is no branch ${protectedBranch}, here or fetched`, at, hint: `Branches: ${seen}` },
    ])
  },
})
