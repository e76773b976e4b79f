import { defineConfig } from 'vitest/config'

const results = process.env['CI'] === undefined ? [] : [['json', { outputFile: '.build/results/slow.json' }] as const]

/** What needs Chromium, openssl or a second Node. `.ci/run` installs them. */
export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.slow.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: ['default', ...results],
  },
})
