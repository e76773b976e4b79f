import type { Located } from '../../model/location.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import type { Program } from '../../model/records.ts'
import { bands, impacts, likelihoods, riskMatrixOf } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const matrixIsSound = defineRule({
  id: 'RSK-017',
  name: 'matrix-is-sound',
  title: 'The risk matrix rises on both axes, and its bands neither overlap nor leave a gap',
  subject: 'program',
  severity: 'error',
  rationale:
    'With a matrix that falls somewhere, a worse risk looks smaller; a percentage that belongs to two likelihoods is rated by taste. A score outside all bands counts as critical meanwhile.',
  remedy: 'Correct the value, or use the matrix `product`.',
  criteria: ['CC3.2'],
  since: '0.1.0',

  check(program) {
    const { risk } = program.value
    if (risk === undefined) return notApplicable('the defaults hold')
    return failIfAny([
      ...formFaults(program),
      ...fallsOf(program),
      ...bandFaults(program),
      ...likelihoodFaults(program),
    ])
  },
})

function formFaults({ value: { risk }, at }: Located<Program>): Finding[] {
  if ((risk?.matrix === 'custom') === (risk?.scores !== undefined)) return []
  const path = risk?.scores === undefined ? ['risk', 'matrix'] : ['risk', 'scores']
  const message =
    risk?.scores === undefined
      ? 'The matrix is custom, but has no `scores`'
      : 'There are `scores`, but `matrix` is not custom'
  return [{ message, at: at.locate(path, risk?.scores === undefined ? 'value' : 'key') }]
}

/** Cells that are below their neighbour to the left or above; the first of a row is enough. */
function fallsOf({ value: { risk }, at }: Located<Program>): Finding[] {
  const { scores } = risk ?? {}
  return (scores ?? []).flatMap((row, likelihood): Finding[] => {
    const impact = row.findIndex(
      (score, index) => score < (row[index - 1] ?? 0) || score < (scores?.[likelihood - 1]?.[index] ?? 0),
    )
    if (impact === -1) return []
    const [score, left, above] = [row[impact] ?? 0, row[impact - 1] ?? 0, scores?.[likelihood - 1]?.[impact] ?? 0]
    const axis = score < left ? `for ${impacts[impact - 1]}` : `for ${likelihoods[likelihood - 1]}`
    const message = `The matrix falls: ${likelihoods[likelihood]}, ${impacts[impact]} is ${score}, less than ${Math.max(left, above)} ${axis}`
    return [{ message, at: at.locate(['risk', 'scores', likelihood, impact], 'value') }]
  })
}

function bandFaults({ value: { risk }, at }: Located<Program>): Finding[] {
  if (risk?.bands === undefined && risk?.scores === undefined) return []
  const matrix = riskMatrixOf(risk)
  const all = matrix.scores.flat()
  const findings: Finding[] = []
  for (const [index, { band, from, to }] of (risk.bands ?? []).entries()) {
    const place = (key: string) => at.locate(['risk', 'bands', index, key], 'value')
    const before = risk.bands?.[index - 1]
    const next = before === undefined ? undefined : before.to + 1
    if (band !== bands[index]) {
      findings.push({ message: `The band ${band} stands where ${bands[index]} belongs`, at: place('band') })
    }
    if (to < from) findings.push({ message: `The band ${band} ends at ${to}, before it begins`, at: place('to') })
    if (next !== undefined && from !== next) {
      const what = from > next ? 'leaves a gap' : 'overlaps'
      const message = `The band ${band} begins at ${from} and ${what}: ${before?.band} ends at ${before?.to}`
      findings.push({ message, at: place('from'), hint: `it begins at ${next}` })
    }
  }
  const outside = all.find((score) => !matrix.bands.some(({ from, to }) => from <= score && score <= to))
  if (outside !== undefined && findings.length === 0) {
    const path = risk.bands === undefined ? ['risk', 'scores'] : ['risk', 'bands']
    findings.push({ message: `The score ${outside} is in no band`, at: at.locate(path, 'key') })
  }
  return findings
}

function likelihoodFaults({ value: { risk }, at }: Located<Program>): Finding[] {
  const { likelihoods: own } = risk ?? {}
  return (own ?? []).flatMap(({ likelihood, from, to }, index): Finding[] => {
    const place = (key: string) => at.locate(['risk', 'likelihoods', index, key], 'value')
    const before = own?.[index - 1]
    const start = before?.to ?? 0
    if (likelihood !== likelihoods[index]) {
      return [{ message: `${likelihood} stands where ${likelihoods[index]} belongs`, at: place('likelihood') }]
    }
    if (from !== start) {
      const what = from > start ? 'belongs to no likelihood' : `belongs to ${before?.likelihood} and ${likelihood}`
      const between = `${Math.min(from, start)} % up to ${Math.max(from, start)} %`
      return [{ message: `${between} ${what}`, at: place('from'), hint: `${likelihood} begins at ${start}` }]
    }
    if (to <= from) return [{ message: `${likelihood} ends at ${to} %, where it begins or before`, at: place('to') }]
    if (index === likelihoods.length - 1 && to !== 100) {
      return [{ message: `${to} % up to 100 % belongs to no likelihood`, at: place('to') }]
    }
    return []
  })
}
