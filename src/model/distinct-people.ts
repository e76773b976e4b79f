/**
 * How many of the seats can be filled by different people: a largest matching, found along augmenting paths.
 * `candidates` gives, for each seat, the keys of the people who may sit there. Also returns the seats that stay empty in it.
 */
export function fillSeats(candidates: readonly (readonly string[])[]): { readonly empty: readonly number[] } {
  /** Key of a person -> who may have the seat that the person has. */
  const seatOf = new Map<string, readonly string[]>()
  const seat = (allowed: readonly string[], tried: Set<string>): boolean =>
    allowed.some((key) => {
      if (tried.has(key)) return false
      tried.add(key)
      const taken = seatOf.get(key)
      if (taken !== undefined && !seat(taken, tried)) return false
      seatOf.set(key, allowed)
      return true
    })
  return { empty: candidates.flatMap((allowed, index) => (seat(allowed, new Set()) ? [] : [index])) }
}
