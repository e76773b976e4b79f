import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { FaultReporter } from './fault-reporter.ts'

/** All fault tests, fast and slow, printed as a table: `npm run test:faults`. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 600_000,
    maxWorkers: 3,
    hookTimeout: 600_000,
    reporters: [new FaultReporter()],
  },
})
