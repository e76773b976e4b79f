import type { ProgramModel } from '../model/program-model.ts'
import type { Program } from '../model/records.ts'
import type { Assessment, ControlAssessment } from './assessment.ts'
import { byPriority, mostUrgent, type Priority, priorityOf } from './criterion-priority.ts'
import { type Freshness, goesByEvents } from './freshness.ts'
import type { Remediation } from './remediation.ts'
import { type WorkItem, type WorkKind, workKinds } from './work-item.ts'

type Assessed = Omit<Assessment, 'priorities'>

/**
 * What to do first, in this order: the priority of the criteria as the Program sets it, then how pressing the kind of work
 * is, then what happened or was due first, then by id. It orders and never changes a score.
 */
export function prioritiesOf(
  model: ProgramModel,
  program: Program | undefined,
  assessed: Assessed,
): readonly WorkItem[] {
  const serves = criteriaInScope(model, assessed)
  const items: WorkItem[] = []
  const add = (item: Omit<WorkItem, 'priority'>, severity?: Priority) => {
    const own = mostUrgent(item.criteria.map((id) => priorityOf(id, program)))
    items.push({ priority: severity === undefined ? own : mostUrgent([own, severity]), ...item })
  }
  for (const item of controlWork(model, assessed)) add({ ...item, criteria: serves(item.subject) })
  for (const item of criterionWork(model, assessed)) add(item)
  for (const one of assessed.remediations.values()) {
    const deficiency = model.deficiencies.get(one.deficiency)?.value
    const item = deficiencyWork(one)
    if (item === undefined || deficiency === undefined) continue
    const named = new Set([...serves(deficiency.control), ...(deficiency.criteria ?? [])])
    add({ ...item, criteria: [...assessed.criteria.keys()].filter((id) => named.has(id)) }, deficiency.severity)
  }
  const unwatched = assessed.deviations.filter(({ control }) => control === undefined)
  const [newest] = unwatched
  if (newest !== undefined)
    add({
      kind: 'unwatched-deviations',
      subject: undefined,
      what: unwatched.length === 1 ? newest.what : `${unwatched.length} deviations; the newest: ${newest.what}`,
      todo: 'Find out what happened, and let a control ask for this evidence.',
      criteria: assessed.criteria.has('CC8.1') ? ['CC8.1'] : [],
      since: unwatched.at(-1)?.day,
    })
  return items.sort(inOrder)
}

function inOrder(a: WorkItem, b: WorkItem): number {
  const rank = ({ priority, kind, since, subject, what }: WorkItem) => [
    byPriority.indexOf(priority),
    workKinds.indexOf(kind),
    since ?? '9999-12-31',
    subject ?? '',
    what,
  ]
  const [x, y] = [rank(a), rank(b)]
  for (const [index, value] of x.entries()) {
    const other = y[index] ?? ''
    if (value !== other) return value < other ? -1 : 1
  }
  return 0
}

function criteriaInScope(model: ProgramModel, { criteria }: Assessed) {
  const applicable = [...criteria.values()].filter(({ state }) => state !== 'not-applicable').map(({ id }) => id)
  return (control: string | undefined): readonly string[] => {
    const named = new Set(
      (control === undefined ? undefined : model.controls.get(control))?.value.criteria.map(({ id }) => id),
    )
    return applicable.filter((id) => named.has(id))
  }
}

type Found = Omit<WorkItem, 'priority' | 'criteria'>

function controlWork(model: ProgramModel, { controls, criteria, freshness, remediations }: Assessed): readonly Found[] {
  const stale = new Map<string, Freshness[]>()
  for (const one of freshness)
    if (one.state === 'stale' && !goesByEvents(one.frequency))
      stale.set(one.control, [...(stale.get(one.control) ?? []), one])
  return [...controls.values()].flatMap((one): readonly Found[] => {
    const control = model.controls.get(one.id)?.value
    if (control === undefined || !one.counted) return []
    const { id, why, design, compensations } = one
    const since = one.deviations.map(({ day }) => day).sort()[0]
    const item = (kind: WorkKind, what: string, todo: string): Found => ({ kind, subject: id, what, todo, since })
    const found: Found[] = []
    const open = [...remediations.values()].filter((each) => each.control === id && each.stillOpen)
    const state = stateWork(
      one,
      control.keyControl === true,
      open.map(({ deficiency }) => deficiency),
    )
    if (state !== undefined) found.push(item(state[0], why, state[1]))
    const old = stale.get(id) ?? []
    if (old.length > 0 && one.state === 'met')
      found.push({
        ...item(
          'evidence-stale',
          `the newest evidence for ${old.map((each) => `${each.requirement} is of ${each.coveredTo ?? 'no day'}`).join(', ')}`,
          'Gather the evidence again.',
        ),
        since: old.map(({ coveredTo }) => coveredTo ?? '').sort()[0],
      })
    if (design.state === 'incomplete')
      found.push(item('design-incomplete', design.missing.join('; '), 'Write down what is missing.'))
    for (const { exception, control: named, works, state: other, why: reason } of compensations) {
      if (works) continue
      const word = other === undefined ? 'not in the program' : other.replaceAll('-', ' ')
      found.push(
        item(
          'compensation-fails',
          `${exception} rests on ${named}, which is ${word}: ${reason}`,
          'Mend the compensating control, name another one, or end the exception.',
        ),
      )
    }
    // Where nothing serves its criteria yet, the criteria say so.
    const serves = control.criteria.some(({ id: criterion }) => criteria.get(criterion)?.covered === true)
    if (control.status === 'planned' && serves)
      found.push(item('control-planned', 'it does not operate yet', 'Put it into operation, or drop it.'))
    return found
  })
}

/** @param open deficiencies about it that are still open */
function stateWork(
  { state, supports }: ControlAssessment,
  isKey: boolean,
  open: readonly string[],
): readonly [WorkKind, string] | undefined {
  if (!supports) return undefined
  if (state === 'not-met')
    return [
      isKey ? 'key-control-fails' : 'control-fails',
      open.length === 0
        ? 'Find out why, mend it, and open a deficiency with an owner and a day.'
        : `Mend it as ${open.join(', ')} ${open.length === 1 ? 'says' : 'say'}, and test again.`,
    ]
  if (state === 'not-evaluated') return ['control-not-shown', 'Record the evidence that it asks for.']
  return state === 'partially-met' ? ['control-partly-met', 'Record the evidence that is missing.'] : undefined
}

function criterionWork(model: ProgramModel, { criteria, basis }: Assessed): readonly Omit<WorkItem, 'priority'>[] {
  return [...criteria.values()].flatMap((one): readonly Omit<WorkItem, 'priority'>[] => {
    if (one.state === 'not-applicable') return []
    const found: Omit<WorkItem, 'priority'>[] = []
    const inherited = one.applicability === 'inherited'
    const about = model.decisions.find(({ value }) => value.id === one.decision)?.value
    if (about?.applicability === 'not-applicable' || (about?.reviewBy !== undefined && about.reviewBy < basis.asOf))
      found.push({
        kind: 'decision-lapsed',
        subject: about.id,
        what: `the decision about ${one.id} does not hold any more, or not yet: ${about.reviewBy !== undefined && about.reviewBy < basis.asOf ? `it was to be reviewed by ${about.reviewBy}` : 'it needs a reason, an approver and a review day, and no second decision beside it'}`,
        todo: 'Review the decision and let it be approved.',
        criteria: [one.id],
        since: about.reviewBy,
      })
    if (!one.covered)
      found.push({
        kind: 'criterion-uncovered',
        subject: one.id,
        what: `${inherited ? 'a provider is said to do it, and nothing here shows that; ' : ''}${one.controls.length === 0 ? 'no control names it' : `not in use yet: ${one.controls.join(', ')}`}`,
        todo: inherited
          ? "Let a control look at the provider's report, and put it into operation."
          : one.controls.length === 0
            ? 'Write a control for it.'
            : 'Put one of its controls into operation.',
        criteria: [one.id],
        since: undefined,
      })
    return found
  })
}

function deficiencyWork(one: Remediation): Omit<WorkItem, 'priority' | 'criteria'> | undefined {
  const { deficiency: subject, state, why, late, due, stillOpen } = one
  const item = (kind: WorkKind, what: string, todo: string) => ({ kind, subject, what, todo, since: due })
  if (state === 'closed-without-retest') return item('deficiency-not-mended', why, 'Test again, or open it again.')
  if (state === 'fixed-without-approval')
    return item('deficiency-not-mended', why, 'Let somebody who wrote none of it review the mending, and test again.')
  if (!stillOpen || state === 'accepted') return undefined
  const isMended = one.mended !== undefined
  const todo = isMended ? 'Test again and write down the result.' : 'Mend it, and name the pull request that does.'
  return late && !isMended
    ? item('deficiency-not-mended', `it was due on ${due}; ${why}`, todo)
    : item('deficiency-open', `due on ${due}; ${why}`, todo)
}
