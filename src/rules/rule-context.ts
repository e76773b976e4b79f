import type { Day } from '../model/days.ts'
import type { Located, Place } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import type { Finding } from '../model/outcome.ts'
import type { DeclaredId, ProgramModel } from '../model/program-model.ts'
import type { IdKind, Program, RoleAssignment } from '../model/records.ts'
import { type RiskMethod, riskMethodOf } from '../model/risk-rating.ts'
import { isActive, withInherited } from '../model/role-holders.ts'
import type { Settings } from '../model/settings.ts'
import type { RunnableRule } from './define-rule.ts'
import { indexLog, type LoggedHistory, type LogIndex } from './logged-history.ts'

/** What a check is told from outside. */
export interface CheckInput {
  /** The day on which dates are judged. */
  readonly asOf: Day
  readonly settings: Settings
  /** The program before the change under check; left out where no change is looked at. */
  readonly base?: ProgramModel
  readonly baseSettings?: Settings
  /** Ids of the records that the change touches; computed from `base` where left out. */
  readonly touched?: ReadonlySet<string>
  /** What the evidence log says; left out where it was not asked for, or there is none. */
  readonly log?: LoggedHistory
}

interface Named {
  readonly kind: IdKind
  readonly at: Place
}

/** What every rule may look at: the program, the input, and indexes that are made once. */
export interface RuleContext extends CheckInput {
  readonly model: ProgramModel
  /** The program record; undefined when there is none. */
  readonly program: Program | undefined
  readonly timezone: string
  readonly riskMethod: RiskMethod
  /** Everything an id names; more than one where it was given twice. */
  readonly named: ReadonlyMap<string, readonly Named[]>
  /** Ids in small letters with everything they name: two that differ by case only are one. */
  readonly namedIgnoringCase: ReadonlyMap<string, readonly (Named & { readonly id: string })[]>
  /** Everything with an id by the file it stands in. */
  readonly declaredIn: ReadonlyMap<string, readonly DeclaredId[]>
  /** Roles that somebody active holds on the day of the check, inherited ones included. */
  readonly heldRoles: ReadonlySet<string>
  readonly assignmentsOf: ReadonlyMap<string, readonly Located<RoleAssignment>[]>
  /**
   * The id of one of these kinds, or without kinds the path of a text, that was most likely meant. Asked for again and
   * again in a program full of wrong ids it stops guessing, since each guess looks at every id.
   */
  nearestName(wrong: string, kinds: readonly IdKind[]): string | undefined
  /** Every rule by id, for records that name one. */
  readonly rules: ReadonlyMap<string, RunnableRule>
  /**
   * What a rule finds in this run, by the record it is about and before anything is waived; undefined where it is not run.
   * Only for rules that ask about rules, and never about one of those.
   */
  findingsOf(rule: RunnableRule): ReadonlyMap<string, readonly Finding[]> | undefined
  /** `log` with its indexes, for rules that declare `needs: 'log'`; empty where there is none. */
  readonly logged: LogIndex
}

/** The rules of a run and what they find in it. */
export type RuleRun = Pick<RuleContext, 'rules' | 'findingsOf'>

export function toRuleContext(model: ProgramModel, input: CheckInput, run: RuleRun): RuleContext {
  const named = new Map<string, Named[]>()
  const namedIgnoringCase = new Map<string, (Named & { id: string })[]>()
  const declaredIn = new Map<string, DeclaredId[]>()
  for (const declared of model.declaredIds) {
    const { id, kind, owner } = declared
    append(declaredIn, owner.at.file, declared)
    append(named, id, { kind, at: owner.at })
    append(namedIgnoringCase, id.toLowerCase(), { id, kind, at: owner.at })
  }
  const assignmentsOf = new Map<string, Located<RoleAssignment>[]>()
  for (const assignment of model.assignments) append(assignmentsOf, assignment.value.person, assignment)
  const program = model.programs[0]?.value
  return {
    ...input,
    model,
    program,
    timezone: program?.timezone ?? 'UTC',
    riskMethod: riskMethodOf(program),
    named,
    namedIgnoringCase,
    declaredIn,
    heldRoles: rolesHeld(model, input.asOf),
    assignmentsOf,
    nearestName: guesser(named, model.bodies),
    ...run,
    logged: indexLog(input.log ?? nothingLogged),
  }
}

const nothingLogged: LoggedHistory = {
  records: [],
  placeOf: (index) => {
    throw new Error(`there is no log with a record ${index}`)
  },
  revisions: new Map(),
  commits: [],
  digests: new Map(),
  readings: [],
}

function rolesHeld(model: ProgramModel, asOf: Day): ReadonlySet<string> {
  const given = new Set<string>()
  for (const { value: assignment } of model.assignments) {
    if (assignment.grantedAt > asOf || (assignment.expires !== undefined && assignment.expires < asOf)) continue
    const person = model.people.get(assignment.person)
    if (person !== undefined && isActive(person.value, asOf)) given.add(assignment.role)
  }
  return new Set([...given].flatMap((role) => [...withInherited(model, role)]))
}

/** Guesses that are made in one run. */
const mostGuesses = 300

function guesser(named: ReadonlyMap<string, readonly Named[]>, bodies: ProgramModel['bodies']) {
  const known = new Map<string, string | undefined>()
  return (wrong: string, kinds: readonly IdKind[]): string | undefined => {
    const key = `${wrong} ${kinds.join()}`
    if (known.has(key)) return known.get(key)
    if (known.size >= mostGuesses) return undefined
    const fitting = [...named].filter(([, things]) => things.some(({ kind }) => kinds.includes(kind)))
    const near = nearest(wrong, kinds.length === 0 ? bodies.keys() : fitting.map(([name]) => name))
    known.set(key, near)
    return near
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
