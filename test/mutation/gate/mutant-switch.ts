/** Which mutant is on while code runs, and which were come across. At most one is on. */
export class MutantSwitch {
  /** Numbers of the mutants whose place was reached since `start`. */
  reached = new Set<number>()
  /** Those reached while modules were loaded, whatever test was the first to need them. */
  readonly atLoad = new Set<number>()
  /** How many places were reached since `start`: a measure of work that no clock and no load changes. */
  steps = 0
  #active: number | undefined
  #mostSteps = Number.POSITIVE_INFINITY
  readonly #loaded: (() => void)[] = []

  /** Asked by the code under test, at every place: whether this mutant is on. */
  on(mutant: number): boolean {
    this.steps += 1
    if (this.steps > this.#mostSteps) throw new Error(`mutant ${this.#active} does not end`)
    if (this.#active !== undefined) return mutant === this.#active
    this.reached.add(mutant)
    return false
  }

  /** Called by each module of the code under test, with what works out its constants again. */
  loaded(again: () => void): void {
    this.#loaded.push(again)
  }

  /** Begins anew with this mutant on, or with none; it is stopped after so many steps, because it may never end by itself. */
  start(mutant: number | undefined, mostSteps = Number.POSITIVE_INFINITY): void {
    this.#active = mutant
    this.#mostSteps = Number.POSITIVE_INFINITY
    for (const again of this.#loaded) again()
    this.reached = new Set()
    this.steps = 0
    this.#mostSteps = mostSteps
  }

  /** Whether the run went on for too long, even if the code under test caught what stopped it. */
  get tookTooLong(): boolean {
    return this.steps > this.#mostSteps
  }
}
