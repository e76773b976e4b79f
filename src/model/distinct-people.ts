/**
 * How many of the seats can be filled by different people: a largest matching, found along augmenting paths.
 * `candidates` gives, for each seat, the keys of the people who may sit there. Also returns the seats that stay empty in it.
 */
export function fillSeats(candidates: readonly (readonly string[])[]): { readonly empty: readonly number[] } {
  const seatOf = new Map<string, number>()
  const seat = (index: number, tried: Set<string>): boolean =>
    (candidates[index] ?? []).some((key) => {
      if (tried.has(key)) return false
      tried.add(key)
      const taken = seatOf.get(key)
      if (taken !== undefined && !seat(taken, tried)) return false
      seatOf.set(key, index)
      return true
    })
  return { empty: candidates.flatMap((_, index) => (seat(index, new Set()) ? [] : [index])) }
}
