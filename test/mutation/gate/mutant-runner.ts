import { setMaxListeners } from 'node:events'
import { type RunnerTestCase, TestRunner } from 'vitest'
import { MutantSwitch } from './mutant-switch.ts'

declare global {
  var countersignMutants: MutantSwitch
}
declare module 'vitest' {
  interface TaskMeta {
    mutants?: { readonly reached: readonly number[]; readonly killed: readonly number[] }
  }
}

/** Places reached while modules were loaded, whatever test was the first to need them. */
const atLoad = new Set<number>()
const killed = new Set<number>()
globalThis.countersignMutants = new MutantSwitch()

/**
 * Runs each test once as it is, and then once more for each mutant that it reaches and that no test has noticed yet. Nothing is
 * loaded twice, so that a mutant costs no more than the run of a test.
 */
export default class MutantRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test)
    const mutants = globalThis.countersignMutants
    // Every run listens for the end of the test.
    setMaxListeners(0, test.context.signal)
    for (const one of mutants.reached) atLoad.add(one)
    mutants.start(undefined)
    await run()
    const reached = new Set([...atLoad, ...mutants.reached])
    const mostSteps = 10_000 + 100 * mutants.steps

    const noticed: number[] = []
    for (const mutant of reached) {
      if (killed.has(mutant)) continue
      mutants.start(mutant, mostSteps)
      if (!(await failsOrNeverEnds(run, mutants))) continue
      killed.add(mutant)
      noticed.push(mutant)
    }
    mutants.start(undefined)
    // A mutant that spoils what tests share would make them fail for another one.
    if (noticed.length > 0) await run()
    mutants.start(undefined)
    test.meta.mutants = { reached: [...reached], killed: noticed }
  }
}

async function failsOrNeverEnds(run: () => unknown, mutants: MutantSwitch): Promise<boolean> {
  try {
    await run()
    return mutants.tookTooLong
  } catch {
    return true
  }
}
