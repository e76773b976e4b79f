import { startOf } from '../../model/location.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { decodeText } from '../../read/decode-text.ts'
import { defineCheck } from '../define-check.ts'

export const filesAreCheckedBeforeCommit = defineCheck({
  id: 'DOC-012',
  name: 'files-are-checked-before-commit',
  title: 'A hook checks the files before they are committed',
  severity: 'warning',
  remedy: 'Use pre-commit, lefthook or husky: the README has a snippet for each. Nobody is forced to: CI checks again.',
  check({ hooks, program }) {
    if (program.length === 0) return notApplicable('there is no program')
    const texts = hooks.map(decodeText)
    if (texts.some((text) => typeof text === 'string' && /countersign/.test(text))) return pass
    const at = startOf(hooks[0]?.path ?? '.pre-commit-config.yaml')
    return failIfAny([{ message: 'No hook runs Countersign before a commit', at }])
  },
})
