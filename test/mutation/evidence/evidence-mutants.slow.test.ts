import { expect, test } from 'vitest'
import { runMutants } from '../run-mutants.ts'

test('no check of the verifier can be switched off unnoticed', () => {
  const { status, stdout, unnoticed } = runMutants('evidence')
  expect(unnoticed).toEqual([])
  expect(status, stdout).toBe(0)
})

test('a check that no test covers is named, and fails the run', () => {
  const { status, stdout } = runMutants('evidence', 'segments')
  expect(status).toBe(1)
  expect(stdout).toMatch(/^not reached: src\/evidence\/check-pins\.ts:\d+:\d+ {2}/m)
})
