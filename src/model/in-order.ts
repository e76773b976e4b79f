/** Compares what is said of two things by code units, for `sort`: the same order on every machine and in every language. */
export const inOrderOf =
  <T>(textOf: (item: T) => string) =>
  (one: T, other: T): number => {
    const [a, b] = [textOf(one), textOf(other)]
    return a < b ? -1 : a > b ? 1 : 0
  }
