import { fillSeats } from '../model/distinct-people.ts'

/** For each seat the keys of the people who may sit there. */
type SeatList = readonly (readonly string[])[]
/** Lists of one part: in a list different people sit, but somebody may sit in several lists. */
type SeatGroup = readonly SeatList[]

/** Steps after which the search ends: only rules that nobody could follow need more. */
const mostSteps = 20_000

/**
 * Whether all seats can be filled so that nobody sits in two groups, nor twice in one list. Groups of one list are a matching;
 * of the others people are chosen one by one, those already chosen first. undefined where that takes too many steps.
 */
export function canBeSeated(groups: readonly SeatGroup[]): boolean | undefined {
  const needed = groups.map(withoutNeedless)
  const matched = needed.flatMap((group) => (group.length === 1 ? group.flat() : []))
  const shared = needed.filter((group) => group.length > 1)
  let steps = 0

  const restFits = (taken: ReadonlySet<string>): boolean =>
    fillSeats(matched.map((keys) => keys.filter((key) => !taken.has(key)))).empty.length === 0

  const seatGroup = (index: number, taken: ReadonlySet<string>): boolean => {
    const group = shared[index]
    return group === undefined ? restFits(taken) : seatList(index, group, 0, new Set(), taken)
  }
  const seatList = (
    index: number,
    group: SeatGroup,
    list: number,
    own: ReadonlySet<string>,
    taken: ReadonlySet<string>,
  ): boolean => {
    const seats = group[list]
    return seats === undefined
      ? seatGroup(index + 1, new Set([...taken, ...own]))
      : seatNext(seats, 0, new Set(), own, taken, (chosen) => seatList(index, group, list + 1, chosen, taken))
  }
  const seatNext = (
    seats: SeatList,
    seat: number,
    inList: ReadonlySet<string>,
    own: ReadonlySet<string>,
    taken: ReadonlySet<string>,
    then: (own: ReadonlySet<string>) => boolean,
  ): boolean => {
    const keys = seats[seat]
    if (keys === undefined) return then(own)
    const free = keys.filter((key) => !taken.has(key) && !inList.has(key))
    const again = free.filter((key) => own.has(key))
    // Where one seat is all there is, somebody who sits in the group anyway costs nobody.
    const choice =
      seats.length === 1 && again.length > 0 ? again.slice(0, 1) : [...again, ...free.filter((key) => !own.has(key))]
    return choice.some((key) => {
      steps += 1
      if (steps > mostSteps) return false
      const chosen = new Set([...own, key])
      if (!own.has(key) && !restFits(new Set([...taken, ...chosen]))) return false
      return seatNext(seats, seat + 1, new Set([...inList, key]), chosen, taken, then)
    })
  }

  if (!restFits(new Set())) return false
  const fits = seatGroup(0, new Set())
  return fits || steps <= mostSteps ? fits : undefined
}

/** Lists of one seat that whoever sits in another one fills as well are left out; the fewest candidates come first. */
function withoutNeedless(group: SeatGroup): SeatGroup {
  const kept: SeatList[] = []
  const single: (readonly string[])[] = []
  const known = new Set<string>()
  for (const list of group.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const name = JSON.stringify(list)
    if (known.has(name)) continue
    known.add(name)
    const [only, ...more] = list
    if (only !== undefined && more.length === 0) {
      const has = new Set(only)
      if (single.some((smaller) => smaller.every((key) => has.has(key)))) continue
      single.push(only)
    }
    if (list.length > 0) kept.push(list)
  }
  return kept
}

const sizeOf = (list: SeatList): number => list.reduce((sum, keys) => sum + keys.length, 0)
