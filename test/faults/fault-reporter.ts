import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { type Fault, faults } from './fault-table.ts'

interface Count {
  passed: number
  failed: number
  skipped: number
}

/** Prints one line for each row of the table of faults, and what failed below it. */
export class FaultReporter implements Reporter {
  readonly #counts = new Map<number, Count>()
  readonly #failures: string[] = []

  onTestCaseResult(test: TestCase): void {
    const row = Number(/(?:^|> )fault (\d+):/.exec(test.fullName)?.[1] ?? 0)
    const count = this.#counts.get(row) ?? { passed: 0, failed: 0, skipped: 0 }
    this.#counts.set(row, count)
    const { state, errors } = test.result()
    if (state === 'passed') count.passed += 1
    else if (state === 'failed') count.failed += 1
    else count.skipped += 1
    if (state === 'failed') this.#failures.push(`${test.fullName}\n    ${errors?.[0]?.message ?? 'no message'}`)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const broken = modules.filter((module) => module.errors().length > 0)
    for (const module of broken) this.#failures.push(`${module.moduleId}\n    ${module.errors()[0]?.message ?? ''}`)
    const lines = faults.map((fault) => this.#lineOf(fault))
    const count = (outcome: string) => lines.filter((line) => line.outcome === outcome).length
    for (const { text } of lines) process.stdout.write(`${text}\n`)
    for (const failure of this.#failures) process.stdout.write(`failed: ${failure}\n`)
    process.stdout.write(
      `${faults.length} rows: ${count('as expected')} as expected, ${count('NOT as expected')} not, ${count('NO TEST')} without a test, ${count('later')} decided for later\n`,
    )
    if (count('NOT as expected') + count('NO TEST') > 0 || this.#failures.length > 0) process.exitCode = 1
  }

  #lineOf({ row, fault, expected, later }: Fault): { readonly outcome: string; readonly text: string } {
    const { passed, failed, skipped } = this.#counts.get(row) ?? { passed: 0, failed: 0, skipped: 0 }
    const outcome =
      failed > 0
        ? 'NOT as expected'
        : passed > 0 && skipped === 0
          ? 'as expected'
          : later === undefined
            ? passed > 0
              ? 'NOT as expected'
              : 'NO TEST'
            : 'later'
    const tests = later === undefined || passed > 0 ? `${passed} tests` : later
    return { outcome, text: `${String(row).padStart(2)}  ${outcome} (${tests}): ${fault} -> ${expected}` }
  }
}
