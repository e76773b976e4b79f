import { startOf } from '../../model/location.ts'
import { failIfAny } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'

export const settingsAreValid = defineCheck({
  id: 'DOC-004',
  name: 'settings-are-valid',
  title: 'countersign.yaml is there and valid',
  severity: 'error',
  remedy: 'Write it with `countersign init`, or correct it: see `schemas/config.json`.',
  check({ settingsFile, settingsPath, settings }) {
    if (settingsFile === undefined)
      return failIfAny([{ message: `There is no ${settingsPath}`, at: startOf(settingsPath) }])
    return failIfAny(settings.problems.map(({ what, at, remedy }) => ({ message: what, at, hint: remedy })))
  },
})
