import { addDuration, addToMoment, instantOf, millisecondsOf, startOfDay, stretchInWords } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { isFollowedUp } from '../deficiencies/followed-up.ts'
import { defineRule } from '../define-rule.ts'
import { accessMethodOf, isPrivileged, rolesHeldOn } from './access-method.ts'

export const leaverIsRemoved = defineRule({
  id: 'ACC-004',
  name: 'leaver-is-removed',
  title: 'Who leaves is out of every system in time',
  subject: 'person',
  severity: 'error',
  rationale:
    'Access that outlives employment is used by nobody who may, and noticed by nobody who could. Late removal is among the exceptions auditors find most.',
  remedy:
    'Write an Offboarding with a row for every system in use. Where one was closed late, write a Deficiency with `about:` naming the offboarding.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: person, at }, context) {
    const { model, asOf, timezone, program } = context
    const { id, end, type } = person
    if (type === 'service' || type === 'bot') return notApplicable('it is a machine account')
    const leaving = [...model.offboardings.values()].find(({ value }) => value.person === id)
    if (end === undefined) {
      if (leaving === undefined || leaving.value.lastDay >= asOf) return notApplicable('the person has not left')
      const message = `${id} left on ${leaving.value.lastDay} as ${leaving.value.id} says, but has no \`end\` in People`
      return failIfAny([
        {
          message,
          at: at.locate(),
          related: [{ at: leaving.at.locate(['lastDay'], 'value'), message: 'the last day' }],
        },
      ])
    }
    if (end >= asOf) return notApplicable('the person has not left')
    if (program?.period !== undefined && end < program.period.start) return notApplicable('left before the period')
    const systems = [...model.systems.values()].filter(
      ({ value: { status } }) => status === undefined || status === 'operating',
    )
    if (systems.length === 0) return notApplicable('no system is in the data inventory')

    const privileged = [...rolesHeldOn(context, id, end)].some((role) => isPrivileged(model, role))
    const over = startOfDay(addDuration(end, 'P1D'), timezone)
    const within = accessMethodOf(program).removeLeaversWithin
    const latest = privileged ? over : addToMoment(instantOf(over), within, timezone)
    const hint = privileged
      ? `who held a privileged role is out by the end of the last day: by ${instantOf(latest)}`
      : `within ${within} after the last day: by ${instantOf(latest)}`
    const isOver = latest <= startOfDay(asOf, timezone)
    if (leaving === undefined) {
      if (!isOver) return notApplicable('there is still time')
      const message = `${id} left on ${end}, and no Offboarding says from which systems they were removed`
      return failIfAny([{ message, at: at.locate(['end'], 'value'), hint }])
    }
    const findings: Finding[] = []
    const { value: record, at: place } = leaving
    if (record.lastDay !== end) {
      const message = `${record.id} says that ${id} left on ${record.lastDay}, People says ${end}`
      const related = [{ at: at.locate(['end'], 'value'), message: 'the last day in People' }]
      findings.push({ message, at: place.locate(['lastDay'], 'value'), related })
    }
    const known = isFollowedUp(model, record.id)
    for (const { value: system } of systems) {
      const index = record.systems.findIndex((row) => row.system === system.id)
      const row = record.systems[index]
      if (row?.how === 'no-account') continue
      if (row?.removedAt === undefined) {
        if (!isOver) continue
        const message =
          row === undefined
            ? `${record.id} says nothing about ${system.id}`
            : `${record.id} does not say when ${id} was removed from ${system.id}`
        const where = row === undefined ? place.locate(['systems'], 'key') : place.locate(['systems', index])
        findings.push({ message, at: where, hint })
        continue
      }
      const removed = millisecondsOf(row.removedAt)
      if (removed <= latest || known) continue
      const message = `${id} was removed from ${system.id} ${stretchInWords(removed - over)} after the last day`
      findings.push({ message, at: place.locate(['systems', index, 'removedAt'], 'value'), hint })
    }
    return failIfAny(findings)
  },
})
