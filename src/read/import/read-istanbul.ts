import type { Bytes } from './checked-bytes.ts'
import { ImportRefused } from './import-refused.ts'
import { mapEach, number, type Of, object } from './json-shape.ts'
import { readJson } from './read-json.ts'
import type { CoverageReading, Reached } from './reading.ts'

const reached = object({ total: number, covered: number })
const entry = object({ lines: reached, branches: reached })

/**
 * Adds up the files of a summary that Istanbul, nyc, c8, Jest and Vitest write (`json-summary`), and compares with its total.
 *
 * @throws ImportRefused
 * @see https://github.com/istanbuljs/istanbuljs/tree/main/packages/istanbul-reports/lib/json-summary
 */
export async function readIstanbul(bytes: Bytes): Promise<CoverageReading> {
  const lines = { total: 0, covered: 0 }
  const branches = { total: 0, covered: 0 }
  let stated: { readonly lines: Reached; readonly branches: Reached } | undefined
  const take = (value: Of<typeof entry>, key: string): void => {
    const one = { lines: toReached(value.lines), branches: toReached(value.branches) }
    if (key === 'total') stated = one
    else {
      lines.total += one.lines.total
      lines.covered += one.lines.covered
      branches.total += one.branches.total
      branches.covered += one.branches.covered
    }
  }
  const count = await readJson(bytes, mapEach(entry, take))
  if (stated === undefined) {
    throw new ImportRefused('This is no summary of Istanbul', 'Let the tool write the reporter `json-summary`.')
  }
  // A summary with its total alone has nothing to compare.
  const isAlone = count === 1
  const same = (one: Reached, other: Reached) => one.total === other.total && one.covered === other.covered
  const agrees = isAlone || (same(stated.lines, lines) && same(stated.branches, branches))
  const counted = isAlone ? stated : { lines, branches }
  return {
    lines: counted.lines,
    branches: counted.branches.total === 0 ? null : counted.branches,
    doubts: agrees ? [] : ['the total is not what the files add up to'],
    from: null,
    to: null,
  }
}

function toReached(value: Of<typeof reached> | undefined): Reached {
  const { total, covered } = value ?? {}
  const isCount = (one: number | undefined): one is number => one !== undefined && Number.isSafeInteger(one) && one >= 0
  if (isCount(total) && isCount(covered) && covered <= total) return { total, covered }
  throw new ImportRefused('Here belong `total` and `covered`', 'Let the tool write the reporter `json-summary`.')
}
