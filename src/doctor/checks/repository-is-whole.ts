import { startOf } from '../../model/location.ts'
import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'

export const repositoryIsWhole = defineCheck({
  id: 'DOC-003',
  name: 'repository-is-whole',
  title: 'The folder is the top of a git repository with its whole history',
  severity: 'error',
  remedy: 'Run it at the top of a full clone: `git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout.',
  check({ gitVersion, repository }) {
    if (gitVersion === undefined) return notDetermined('there is no git')
    const wrong = (message: string) => failIfAny([{ message, at: startOf('.') }])
    if (repository === undefined) return wrong('This folder is in no git repository')
    if (!repository.isTop) return wrong('This folder is not the top of its repository, where the workflows are')
    return repository.isShallow
      ? wrong('The clone is shallow: what lies before it cannot be compared or audited')
      : pass
  },
})
