import { dayOf } from '../model/days.ts'
import { Problem } from '../model/problem.ts'
import type { ProgramRecord } from '../model/program-model.ts'

/** A time zone that this machine does not know would make every date of the program undefined. */
export function checkTimezone(record: ProgramRecord): Problem[] {
  if (record.kind !== 'Program' || record.value.timezone === undefined) return []
  try {
    dayOf('2026-01-01T00:00:00Z', record.value.timezone)
    return []
  } catch {
    const at = record.at.locate(['timezone'], 'value')
    const what = `\`timezone\` is \`${record.value.timezone}\`, which is not a known time zone`
    return [new Problem('SCH-003', at, what, 'Write an IANA name, for example Europe/Berlin or UTC.')]
  }
}
