import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    testTimeout: 120_000,
    // More than the cores of a small machine: much of the time goes to processes and servers that are waited for.
    maxWorkers: 3,
    hookTimeout: 120_000,
    reporters:
      process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: '.ci/results/fast.json' }]],
  },
})
