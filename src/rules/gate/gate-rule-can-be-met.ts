import { rolesFor } from '../../model/change-approvals.ts'
import type { Day } from '../../model/days.ts'
import { fillSeats } from '../../model/distinct-people.ts'
import type { RecordPath } from '../../model/location.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { GateRule } from '../../model/records.ts'
import { holdersOf } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
import { ablePeople, type NamedApprovals, namedApprovals } from './approval-seats.ts'

type Requirement = NonNullable<GateRule['require']>

const categories = ['standard', 'normal', 'emergency'] as const

export const gateRuleCanBeMet = defineRule({
  id: 'GAT-001',
  name: 'gate-rule-can-be-met',
  title: 'Every rule of the gate can be met by the people there are',
  subject: 'gate-rules',
  severity: 'error',
  rationale:
    'A rule that nobody can meet holds everything back until somebody goes around the gate, and going around it becomes the habit. Looked at are the people a rule names who are active and have an account: whoever wrote a change is left out of it then.',
  remedy: 'Give the role or the team to more people, add their accounts in People, or ask for fewer approvals.',
  criteria: ['CC8.1', 'CC5.1'],
  since: '0.1.0',
  severityIn: ({ program }) => (program?.status === 'operating' ? 'error' : 'warning'),

  check({ value: { rules, changeApprovals }, at }, { model, asOf }) {
    const asking = rules.filter(({ require }) => require !== undefined)
    if (asking.length === 0) return notApplicable('no rule asks for anything')
    const findings = rules.flatMap(({ id, require }, index) =>
      shortages(require ?? {}, model, asOf, ['rules', index, 'require']).map(
        ({ path, what }): Finding => ({ message: `${id} can never be met: ${what}`, at: at.locate(path, 'value') }),
      ),
    )
    for (const category of categories) {
      if (changeApprovals?.[category] === undefined) continue
      const roles = rolesFor(
        category,
        model.gateRules.map(({ value }) => value),
      )
      const { empty } = fillSeats(roles.map((role) => ablePeople(holdersOf(model, role, asOf), model, asOf)))
      if (roles.length > 0 && empty.length === 0) continue
      const what =
        roles.length === 0
          ? 'no role approves it'
          : roles.length === 1
            ? `nobody who could approve it holds ${roles[0]}`
            : `too few people who could approve it hold ${roles.join(' and ')}: each needs somebody else`
      const message = `${category === 'emergency' ? 'An' : 'A'} ${category} change can never be approved: ${what}`
      findings.push({ message, at: at.locate(['changeApprovals', category], 'value') })
    }
    return failIfAny(findings)
  },
})

interface Shortage {
  readonly path: RecordPath
  readonly what: string
}

/** What of a requirement nobody can give: everything of it must hold, of `any` one part is enough. */
function shortages(
  requirement: Requirement | NonNullable<Requirement['all']>[number],
  model: ProgramModel,
  day: Day,
  path: RecordPath,
): readonly Shortage[] {
  const own = namedApprovals(requirement, model, day, path)
  const all = ('all' in requirement ? requirement.all : undefined) ?? []
  const any = ('any' in requirement ? requirement.any : undefined) ?? []
  const each = all.flatMap((part, index) => shortages(part, model, day, [...path, 'all', index]))
  const ways = any.map((part, index) => shortages(part, model, day, [...path, 'any', index]))
  return [
    ...(own === undefined ? [] : tooFew(own)),
    ...(each.length > 0 ? each : notApart(all, model, day, [...path, 'all'])),
    ...(ways.length > 0 && ways.every((way) => way.length > 0) ? ways.flat().slice(0, 1) : []),
  ]
}

function tooFew({ path, approvals, able }: NamedApprovals): readonly Shortage[] {
  if (able === undefined || able.length >= approvals) return []
  const who = able.length === 0 ? 'nobody' : `only ${able.join(' and ')}`
  return [{ path, what: `it asks for ${approvals} approval${approvals === 1 ? '' : 's'}, and ${who} could give one` }]
}

/** The parts of `all` need different people. Parts with ways of their own are left out of the count. */
function notApart(
  all: readonly (Requirement | NonNullable<Requirement['all']>[number])[],
  model: ProgramModel,
  day: Day,
  path: RecordPath,
): readonly Shortage[] {
  const seats = all.flatMap((part, index) => {
    const own = namedApprovals(part, model, day, [...path, index])
    return own?.able === undefined ? [] : Array.from({ length: own.approvals }, () => own.able ?? [])
  })
  if (fillSeats(seats).empty.length === 0) return []
  const people = [...new Set(seats.flat())].sort()
  return [{ path, what: `its parts need ${seats.length} different people, and there are only ${people.join(' and ')}` }]
}
