import { startOf } from '../../model/location.ts'
import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'

export const programHoldsRecords = defineCheck({
  id: 'DOC-005',
  name: 'program-holds-records',
  title: 'The program folder holds records',
  severity: 'error',
  remedy: 'Write a program with `countersign init`, or name its folder in countersign.yaml.',
  check({ settings, settingsPath, program }) {
    if (settings.problems.length > 0) return notDetermined('the settings have a mistake')
    if (program.length > 0) return pass
    const { programFolder } = settings.settings
    const at = settings.at?.locate(['program'], 'value') ?? startOf(settingsPath)
    return failIfAny([{ message: `There is no record in ${programFolder}/`, at }])
  },
})
