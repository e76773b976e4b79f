import { expect, test } from 'vitest'
import { bands, impacts, likelihoods, nistMatrix, productMatrix, rate } from '../../../src/model/risk-rating.ts'

test.each([productMatrix, nistMatrix])('the matrix $title rises on both axes, and so do the bands', (matrix) => {
  for (const [row, likelihood] of likelihoods.entries()) {
    for (const [column, impact] of impacts.entries()) {
      const here = rate({ likelihood, impact }, matrix)
      for (const [r, c] of [
        [row - 1, column],
        [row, column - 1],
      ]) {
        const before = { likelihood: likelihoods[r ?? -1], impact: impacts[c ?? -1] }
        if (before.likelihood === undefined || before.impact === undefined) continue
        const lower = rate({ likelihood: before.likelihood, impact: before.impact }, matrix)
        expect(here.score).toBeGreaterThanOrEqual(lower.score)
        expect(bands.indexOf(here.band)).toBeGreaterThanOrEqual(bands.indexOf(lower.band))
      }
    }
  }
})

test.each([
  ['rare', 'major', 4, 'low'],
  ['rare', 'catastrophic', 5, 'medium'],
  ['possible', 'moderate', 9, 'medium'],
  ['unlikely', 'catastrophic', 10, 'high'],
  ['likely', 'major', 16, 'high'],
  ['likely', 'catastrophic', 20, 'critical'],
] as const)('%s and %s make %i, which is %s', (likelihood, impact, score, band) => {
  expect(rate({ likelihood, impact })).toEqual({ score, band })
})
