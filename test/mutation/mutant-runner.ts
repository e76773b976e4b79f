import { setMaxListeners } from 'node:events'
import { inject, type RunnerTestCase, TestRunner } from 'vitest'
import { DoneMutants } from './done-mutants.ts'
import { MutantSwitch } from './mutant-switch.ts'

declare global {
  var countersignMutants: MutantSwitch
}
declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the file of `DoneMutants`. */
    doneMutants: string
    /** Places that a test may reach to be run again for mutants: one that does more is no cheap proof. */
    mostSteps: number
  }
  interface TaskMeta {
    /** Numbers of the mutants whose places it reached, and of those that it was the first to notice. */
    mutants?: { readonly reached: readonly number[]; readonly killed: readonly number[] }
  }
}

// Modules stay loaded from one file of tests to the next, and so must this.
globalThis.countersignMutants ??= new MutantSwitch()

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
    mutants.start(undefined)
    await run()
    const isCheap = mutants.steps <= inject('mostSteps')
    const reached = isCheap ? mutants.mattering() : []
    const mostSteps = 10_000 + 100 * mutants.steps

    const noticed: number[] = []
    const done = new DoneMutants(inject('doneMutants'))
    for (const mutant of reached) {
      if (done.has(mutant)) continue
      mutants.start(mutant, mostSteps)
      if (!(await failsOrNeverEnds(run, mutants))) continue
      done.add(mutant)
      noticed.push(mutant)
    }
    mutants.start(undefined)
    // A mutant that spoils what tests share would make them fail for another one.
    if (noticed.length > 0) await run()
    mutants.start(undefined)
    test.meta.mutants = { reached, killed: noticed }
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
