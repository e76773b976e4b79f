import { rolesFor } from '../model/change-approvals.ts'
import { type Day, dayOf } from '../model/days.ts'
import { fillSeats } from '../model/distinct-people.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { inOrderOf } from '../model/in-order.ts'
import type { ProgramModel, ProgramReading } from '../model/program-model.ts'
import type { ChangeRequest, GateRules } from '../model/records.ts'
import { holdersOf } from '../model/role-holders.ts'
import { faultOfTemplate } from '../model/template-term.ts'
import { keyOfPerson } from './actors.ts'
import { filesOf } from './changed-files.ts'
import { staysWithin } from './condition-modes.ts'
import { firstOutside, namesOf } from './match-paths.ts'
import { mayHold } from './relevant-problems.ts'
import type { Seat } from './requirement.ts'
import { standingOf, type Vote } from './votes.ts'

/** The change requests that describe a pull request. */
export interface DescribedChanges {
  /** Submitted ones, by id. */
  readonly submitted: readonly ChangeRequest[]
  /** Drafts, cancelled ones, names that lead nowhere and categories that are not in the diff: why each does not count. */
  readonly left: readonly string[]
  /** Why they are not known. Empty: they are. */
  readonly unknown: readonly string[]
  /** No file of the diff holds a record of another kind, before or after: the folder of change requests proves nothing. */
  readonly alone: boolean
}

/**
 * Finds them in the diff (as it stands on the head), and by the names in the body: in the diff first, else on the base.
 * @param changes the YAML files of the program in the diff, read
 * @param day as of when it is judged
 */
export function changeRequestsOf(
  facts: PullRequestFacts,
  base: ProgramModel,
  changes: ProgramReading,
  day: Day,
): DescribedChanges {
  const unknown = new Set<string>()
  if (!facts.changeFiles.known)
    unknown.add(`the change requests in the diff could not be read: ${facts.changeFiles.why}`)
  else {
    const texts = new Map(facts.changeFiles.value.map(({ path, text }) => [path, text]))
    for (const problem of changes.problems) {
      if (mayHold(texts.get(problem.at.file), ['ChangeRequest'])) unknown.add(problem.message)
    }
  }
  const inDiff = changes.model.records.flatMap((record) => (record.kind === 'ChangeRequest' ? [record.value] : []))
  const ids = inDiff.map(({ id }) => id)
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) unknown.add(`${id} is in the diff more than once`)

  const left: string[] = []
  const found = new Map(inDiff.map((change) => [change.id, change]))
  for (const id of facts.pull.namedChanges) {
    if (found.has(id)) continue
    const change = base.changes.get(id)?.value
    if (change === undefined) {
      left.push(`${id}, named in the body, does not exist`)
      continue
    }
    // The body can be rewritten after an approval, so no approval is of what it claims; the diff cannot.
    if (change.category !== 'normal') {
      left.push(`${id}, named in the body and not in the diff, is ${change.category}: it is judged as normal`)
    }
    found.set(id, { ...change, category: 'normal' })
  }
  const all = [...found.values()].sort(inOrderOf(({ id }) => id))
  for (const { id, status } of all) if (status !== 'submitted') left.push(`${id} is ${status}, not submitted`)
  const submitted = all
    .filter(({ status }) => status === 'submitted')
    .map((change) => {
      const why = reasonAgainstStandard(change, facts, base, changes, day)
      if (why === undefined) return change
      left.push(`${change.id} is judged as a normal change: ${why}`)
      return { ...change, category: 'normal' as const }
    })
  for (const { id, requestedBy, plannedDeployer } of submitted) {
    for (const person of [requestedBy, plannedDeployer]) {
      if (person !== undefined && !base.people.has(person)) unknown.add(`${id} names ${person}, who is not in People`)
    }
  }
  return { submitted, left: left.sort(), unknown: [...unknown].sort(), alone: isAlone(facts, base, changes) }
}

/**
 * Why a change is not of the standard kind it says it is: its way was agreed to once, for some paths, and holds for a year. The
 * template is that of the base, never of the pull request. Where there are templates, a standard change follows one.
 */
function reasonAgainstStandard(
  { category, template: id, requestedAt }: ChangeRequest,
  facts: PullRequestFacts,
  base: ProgramModel,
  changes: ProgramReading,
  day: Day,
): string | undefined {
  if (category !== 'standard' || (id === undefined && base.changeTemplates.size === 0)) return undefined
  if (id === undefined) return 'it names no template'
  const template = base.changeTemplates.get(id)?.value
  if (template === undefined) return `there is no template ${id} on the base`
  // When it was requested is written by whoever writes the change request: an old day brings no old template back.
  const requested = dayOf(requestedAt, base.programs[0]?.value.timezone)
  const fault = faultOfTemplate(template, requested) ?? faultOfTemplate(template, day)
  if (fault !== undefined) return `its template ${id} ${fault.what}`
  const files = filesOf(facts)
  if (typeof files === 'string') return files
  // The change request itself may come along, and nothing else of the program.
  const records = [...changes.model.records, ...base.records].filter(({ kind }) => kind !== 'ChangeRequest')
  const others = new Set(records.map(({ at }) => at.file))
  const requests = new Set(changes.model.records.flatMap(({ at }) => (others.has(at.file) ? [] : [at.file])))
  const own = files.filter((file) => !(requests.has(file.path) && file.previousPath === null))
  if (own.length === 0) return undefined
  const strange = firstOutside(template.paths, own)
  if (strange !== undefined) return `${strange} is outside the paths of its template ${id}`
  const kept = staysWithin(template.paths, own)
  return kept === true ? undefined : kept === false ? 'it brings a link or a submodule' : kept
}

function isAlone({ changeFiles, files }: PullRequestFacts, base: ProgramModel, changes: ProgramReading): boolean {
  if (!changeFiles.known || !files.known || changes.problems.length > 0) return false
  const before = new Set(namesOf(files.value))
  return [...changes.model.records, ...base.records.filter(({ at }) => before.has(at.file))].every(
    ({ kind }) => kind === 'ChangeRequest',
  )
}

/** Whether a change request has the approvals of its category, and which role is missing. */
export interface ChangeApproval {
  readonly verdict: 'approved' | 'pending' | 'not-determined'
  readonly missing: readonly string[]
  readonly why: readonly string[]
  /** Keys of everybody whose approval fills, or could fill, one of the roles. */
  readonly approvers: readonly string[]
  /** One for each role. */
  readonly seats: readonly Seat[]
}

/**
 * Different people, each holding one of the roles on the day, none of them the requester (nor the planned deployer, nor anybody
 * with a part in the change: those votes do not stand at all).
 */
export function approvalOf(
  change: ChangeRequest,
  votes: readonly Vote[],
  model: ProgramModel,
  rules: readonly GateRules[],
  day: Day,
): ChangeApproval {
  const roles = rolesFor(change.category, rules)
  const undefinedRoles = roles
    .filter((role) => !model.roles.has(role))
    .map((role) => `there is no role ${role} in Roles`)
  const nobody = { missing: [], approvers: [], seats: [] }
  if (undefinedRoles.length > 0) return { verdict: 'not-determined', why: undefinedRoles, ...nobody }
  if (roles.length === 0) return { verdict: 'not-determined', why: ['no role approves a normal change'], ...nobody }

  const requester = keyOfPerson(change.requestedBy)
  const seats = roles.map((role): Seat => {
    const holders = new Set(holdersOf(model, role, day))
    const able = votes.filter(
      ({ key, actor }) => key !== requester && actor?.person !== undefined && holders.has(actor.person.id),
    )
    const of = (standing: 'yes' | 'unknown') =>
      able.filter((vote) => standingOf(vote) === standing).map(({ key }) => key)
    return { sure: of('yes'), maybe: of('unknown') }
  })
  const { empty } = fillSeats(seats.map(({ sure }) => sure))
  const approvers = [...new Set(seats.flatMap(({ sure }) => sure))]
  const missing = roles.filter((_, index) => empty.includes(index))
  const found = { missing, approvers, seats }
  if (missing.length === 0) return { verdict: 'approved', why: [], ...found }
  if (fillSeats(seats.map(({ sure, maybe }) => [...sure, ...maybe])).empty.length > 0) {
    return { verdict: 'pending', why: [], ...found }
  }
  const why = votes.filter((vote) => standingOf(vote) === 'unknown').flatMap((vote) => vote.unknown)
  return { verdict: 'not-determined', why: [...new Set(why)].sort(), ...found }
}
