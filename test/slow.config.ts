import { defineConfig } from 'vitest/config'

/** What needs Chromium, openssl or a second Node. `.ci/run` installs them. */
export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.slow.test.ts'],
    testTimeout: 600_000,
    maxWorkers: 3,
    hookTimeout: 600_000,
    reporters:
      process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: '.ci/results/slow.json' }]],
  },
})
