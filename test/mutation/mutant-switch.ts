interface Module {
  readonly first: number
  readonly count: number
  readonly shared: boolean
  readonly again: () => void
  /** Mutants in its constants. */
  atLoad: readonly number[]
}

/** Which mutant is on while code runs, and which were come across. At most one is on. */
export class MutantSwitch {
  /** Numbers of the mutants whose place was reached since `start`. */
  reached = new Set<number>()
  /** How many places were reached since `start`: a measure of work that no clock and no load changes. */
  steps = 0
  #active: number | undefined
  #mostSteps = Number.POSITIVE_INFINITY
  readonly #modules: Module[] = []

  /** Asked by the code under test, at every place: whether this mutant is on. */
  on(mutant: number): boolean {
    this.steps += 1
    if (this.steps > this.#mostSteps) throw new Error(`mutant ${this.#active} does not end`)
    if (this.#active !== undefined) return mutant === this.#active
    this.reached.add(mutant)
    return false
  }

  /**
   * Called by each module of the code under test.
   * @param first the number of its first mutant; the others follow
   * @param shared others may use what it works out while it is loaded, without calling anything of it
   * @param again works out its constants again
   */
  loaded(first: number, count: number, shared: boolean, again: () => void): void {
    this.#modules.push({ first, count, shared, again, atLoad: [] })
  }

  /**
   * The mutants that can matter to what ran since `start`: those whose place was reached, and those in the constants of modules
   * whose code was.
   */
  mattering(): readonly number[] {
    const ofConstants = this.#modules.flatMap(({ first, count, shared, atLoad }) => {
      const isUsed = Array.from({ length: count }, (_, index) => first + index).some((one) => this.reached.has(one))
      return shared || isUsed || atLoad.length === count ? atLoad : []
    })
    return [...new Set([...this.reached, ...ofConstants])]
  }

  /** Begins anew with this mutant on, or with none; it is stopped after so many steps, because it may never end by itself. */
  start(mutant: number | undefined, mostSteps = Number.POSITIVE_INFINITY): void {
    this.#active = mutant
    this.#mostSteps = Number.POSITIVE_INFINITY
    for (const module of this.#modules) {
      this.reached = new Set()
      module.again()
      // One that is on hides the others, so only a run without any tells.
      if (mutant === undefined) module.atLoad = [...this.reached]
    }
    this.reached = new Set()
    this.steps = 0
    this.#mostSteps = mostSteps
  }

  /** Whether the run went on for too long, even if the code under test caught what stopped it. */
  get tookTooLong(): boolean {
    return this.steps > this.#mostSteps
  }
}
