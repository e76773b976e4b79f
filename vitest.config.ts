import { defineConfig } from 'vitest/config'

const results = process.env['CI'] === undefined ? [] : [['json', { outputFile: '.build/results/fast.json' }] as const]

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', ...results],
  },
})
