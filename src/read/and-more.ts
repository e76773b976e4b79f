import { Problem } from '../model/problem.ts'

/** What was found first, and one more problem that says how many others there are. */
export function andMore(shown: readonly Problem[], more: number, where: 'record' | 'file'): readonly Problem[] {
  const last = shown.at(-1)
  if (more === 0 || last === undefined) return shown
  const what = `There are ${more} more mistakes in this ${where}`
  return [...shown, new Problem(last.code, last.at, what, 'Correct the ones above first.')]
}
