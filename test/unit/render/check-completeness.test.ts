import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { checkCompleteness } from '../../../src/render/check-completeness.ts'
import { documentsWith, renderInputWith } from '../../support/documents-with.ts'

const { assessment } = renderInputWith()
const files = documentsWith()
const faultsOf = (edit: (line: string, path: string) => string | undefined) =>
  checkCompleteness(
    assessment,
    new Map(
      [...files].map(([path, text]) => [
        path,
        text
          .split('\n')
          .flatMap((line) => edit(line, path) ?? [])
          .join('\n'),
      ]),
    ),
  ).map(({ rule, path, what }) => `${rule} ${path}: ${what}`)

describe('the documents', () => {
  test('hold every deviation, exception, missing evidence and what is not evaluated', () => {
    expect(assessment.deviations.length).toBeGreaterThan(1)
    expect([...assessment.controls.values()].some(({ waivedBy }) => waivedBy.length > 0)).toBe(true)
    expect([...assessment.criteria.values()].some(({ state }) => state === 'not-evaluated')).toBe(true)
    expect(faultsOf((line) => line)).toEqual([])
  })

  test('are not whole where a deviation was filtered away', () => {
    const found = assessment.deviations.find((one) => one.record !== undefined)
    if (found === undefined) throw new Error('the fixture has no such deviation')
    const { day, record, control } = found
    expect(faultsOf((line) => (line.includes(`record ${record}]`) && line.includes(day) ? undefined : line))).toContain(
      `RPT-003 ${control === undefined ? 'README.md' : `controls/${control}.md`}: the deviation of ${day}, record ${record}, is on no page`,
    )
  })

  test('are not whole without an exception', () => {
    expect(faultsOf((line) => (line.includes('EXC-1') ? undefined : line))).toContain(
      'RPT-003 controls/CTL-REVIEW.md: the exception EXC-1 is on no page',
    )
  })

  test('are not whole without what is missing or not evaluated', () => {
    const silent = faultsOf((line) => line.replace(/not evaluated|missing/gi, 'fine'))
    for (const { id, state } of assessment.criteria.values())
      if (state === 'not-evaluated')
        expect(silent).toContain(`RPT-003 criteria/${id}.md: that ${id} is not evaluated is on no page`)
    for (const { id, requirements } of assessment.controls.values())
      for (const requirement of requirements.filter((one) => one.state === 'missing'))
        expect(silent).toContain(
          `RPT-003 controls/${id}.md: that the evidence ${requirement.id} is missing is on no page`,
        )
  })

  test('of an empty assessment lack nothing', () => {
    const { model } = renderInputWith({ controls: [] })
    const empty = assessProgram(model, [], '2026-06-30', { protectedBranch: 'main' })
    expect(checkCompleteness({ ...empty, criteria: new Map() }, new Map())).toEqual([])
  })
})
