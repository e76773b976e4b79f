import type { Assessment, ControlState } from './assessment.ts'

/** A control or criterion whose state is another than before. */
export interface Drift {
  readonly id: string
  readonly of: 'control' | 'criterion'
  /** undefined: it was not there. */
  readonly before: ControlState | undefined
  readonly after: ControlState | undefined
  /** Why it is as it is now; empty where it is gone. */
  readonly why: string
}

/** What is another than before, controls first, by id. What got worse and what got better is for people to say. */
export function driftBetween(before: Assessment, after: Assessment): readonly Drift[] {
  return [
    ...between('control', before.controls, after.controls),
    ...between('criterion', before.criteria, after.criteria),
  ]
}

type States = ReadonlyMap<string, { readonly state: ControlState; readonly why: string }>

function between(of: Drift['of'], before: States, after: States): readonly Drift[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort()
  return ids.flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    return was?.state === is?.state ? [] : [{ id, of, before: was?.state, after: is?.state, why: is?.why ?? '' }]
  })
}
