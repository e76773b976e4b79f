import { millisecondsOf } from '../model/days.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { mergePull, pushCommit, setLabel } from './simulate-changes.ts'
import { dismissReviews, giveReview } from './simulate-reviews.ts'
import { accountFinder } from './simulated-account.ts'
import type { SimulatedRole, SimulationEvent } from './simulation-event.ts'
import { Impossible, momentText, newestMs, type World } from './simulation-world.ts'

/** What happened in a simulation, for a person. */
export interface SimulatedStep {
  /** RFC 3339, UTC. */
  readonly at: string
  readonly what: string
}

export type Simulation =
  | {
      readonly ok: true
      readonly facts: PullRequestFacts
      readonly steps: readonly SimulatedStep[]
      /** What the result rests on and the person may not expect. */
      readonly notes: readonly string[]
    }
  /** An event cannot happen. */
  | { readonly ok: false; readonly why: string }

/** Between two events, so that one comes after the other. */
const stepMs = 1000

/**
 * The facts as they would be after these events, in this order, each a second after the one before. What is not known before
 * stays not known. Throws nothing.
 *
 * @param permission of accounts whose permission the facts do not have; undefined: it is not known
 */
export function simulate(
  facts: PullRequestFacts,
  events: readonly SimulationEvent[],
  model: ProgramModel,
  permission: SimulatedRole | undefined,
): Simulation {
  const find = accountFinder(facts, model)
  const notes = new Set<string>()
  const world: World = {
    facts,
    atMs: newestMs(facts),
    notes,
    account: (name) => {
      const { account, isStranger } = find(name)
      if (isStranger) notes.add(`Neither the facts nor People know the account ${name}.`)
      if (!world.facts.permissions.some((one) => one.account.id === account.id)) {
        const role = permission ?? 'unknown'
        world.facts = { ...world.facts, permissions: [...world.facts.permissions, { account, role }] }
        if (permission === undefined)
          notes.add(`The permission of ${account.login} is not known; --permission says what to take it for.`)
      }
      return account
    },
  }
  const steps: SimulatedStep[] = []
  try {
    for (const event of events) {
      if (event.kind !== 'wait-until') world.atMs += stepMs
      const what = apply(event, world)
      steps.push({ at: momentText(world.atMs), what })
    }
  } catch (error) {
    if (error instanceof Impossible) return { ok: false, why: error.message }
    throw error
  }
  return { ok: true, facts: { ...world.facts, collectedAt: momentText(world.atMs) }, steps, notes: [...notes] }
}

/** Changes the world and says how, in words. */
function apply(event: SimulationEvent, world: World): string {
  const { pull } = world.facts
  if (event.kind === 'wait-until') return waitUntil(event.moment, world)
  if (pull.merged || pull.state === 'closed') {
    throw new Impossible(
      `nothing happens to pull request ${pull.number} any more: it is ${pull.merged ? 'merged' : 'closed'}`,
    )
  }
  switch (event.kind) {
    case 'approve':
      return giveReview(event, 'approved', world)
    case 'request-changes':
      return giveReview(event, 'changes-requested', world)
    case 'dismiss':
      return dismissReviews(event, world)
    case 'push':
      return pushCommit(event, world)
    case 'label':
      return setLabel(event, world)
    case 'merge':
      return mergePull(event.by, world)
  }
}

function waitUntil(moment: string, world: World): string {
  const atMs = millisecondsOf(moment)
  if (atMs < world.atMs) {
    throw new Impossible(
      `${moment} is before ${momentText(world.atMs)}: events happen in the order in which they are written`,
    )
  }
  world.atMs = atMs
  return 'time passes'
}
