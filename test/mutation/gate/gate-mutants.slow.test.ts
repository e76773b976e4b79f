import { expect, test } from 'vitest'
import { runMutants } from '../run-mutants.ts'

test('no change of the finished decision code goes unnoticed', () => {
  const { status, stdout, unnoticed } = runMutants('gate')
  expect(unnoticed).toEqual([])
  expect(status, stdout).toBe(0)
})

test('a change that no test notices is named, and fails the run', () => {
  const { status, stdout } = runMutants('gate', 'worst-verdict')
  expect(status).toBe(1)
  expect(stdout).toMatch(/^not reached: src\/gate\/names\.ts:\d+:\d+ {2}/m)
})
