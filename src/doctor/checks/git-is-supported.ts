import { startOf } from '../../model/location.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'
import { isAtLeast } from '../version-order.ts'

export const gitIsSupported = defineCheck({
  id: 'DOC-002',
  name: 'git-is-supported',
  title: 'git is there and new enough',
  severity: 'error',
  remedy: 'Install git 2.31 or newer and put it on PATH.',
  check({ gitVersion }) {
    if (gitVersion === undefined) return failIfAny([{ message: 'There is no git on PATH', at: startOf('.') }])
    if (isAtLeast(gitVersion, [2, 31])) return pass
    return failIfAny([{ message: `git ${gitVersion} is older than 2.31`, at: startOf('.') }])
  },
})
