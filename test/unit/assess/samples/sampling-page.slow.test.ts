import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makePopulation } from '../../../../src/assess/populations/population.ts'
import type { Stratification } from '../../../../src/assess/samples/draw-sample.ts'
import { makeSample, sampleText } from '../../../../src/assess/samples/make-sample.ts'
import { control } from '../../../support/program-builder.ts'

const folder = mkdtempSync(join(tmpdir(), 'sampling-'))
afterAll(() => rmSync(folder, { recursive: true }))

const page = readFileSync(join(import.meta.dirname, '../../../../docs/sampling.md'), 'utf8')
const program = /```python\n([\s\S]*?)```/.exec(page)?.[1] ?? ''

const sampleOf = (strata: Stratification, nonce: string | undefined) => {
  const days = Array.from(
    { length: 120 },
    (_, index) => `2026-0${1 + (index % 5)}-${String(1 + (index % 28)).padStart(2, '0')}`,
  )
  const items = days.map((day, index) => ({ key: `Schlüssel ${index}`, day, title: '', fields: [], records: [] }))
  const query = {
    name: 'changes',
    title: 'x',
    from: '2026-01-01',
    to: '2026-06-30',
    timezone: 'UTC',
    source: 'x',
    query: 'x',
  }
  const basis = {
    tool: 't',
    repository: undefined,
    commit: 'a'.repeat(40),
    checkpoint: 'c',
    origin: 'example.invalid/ü',
    size: 9,
    root: 'b'.repeat(64),
  }
  return makeSample(control(), makePopulation({ ...query, independent: true, columns: [] }, { items }), basis, {
    size: 13,
    nonce,
    strata,
  })
}

test.each([
  ['none', 'a text of the auditor'],
  ['none', undefined],
  ['month', 'blaue Wale'],
] as const)('the program of the page draws the same sample by %s with the nonce %s', (strata, nonce) => {
  const sample = sampleOf(strata, nonce)
  const run = (text: string) => {
    const file = join(folder, 'sample.json')
    writeFileSync(file, text)
    return execFileSync('python3', ['-c', program, file], { encoding: 'utf8' })
  }
  expect(run(sampleText(sample))).toBe('same\n')
  const [, ...others] = sample.items
  expect(run(sampleText({ ...sample, items: others }))).toBe('OTHER ITEMS\n')
})
