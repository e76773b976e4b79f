import type { Bytes } from './checked-bytes.ts'
import { toCount } from './coverage-count.ts'
import { ImportRefused } from './import-refused.ts'
import { readTextLines } from './read-lines.ts'
import type { CoverageReading, Reached } from './reading.ts'

interface Section {
  readonly lines: { total: number; covered: number }
  readonly branches: { total: number; covered: number }
  readonly stated: Map<string, number>
}

/** Records that say nothing about lines or branches. */
const passedOver = /^(?:TN|VER|FN|FNDA|FNF|FNH|FNL|FNA|MCDC|MCF|MCH|L|B)\b/

/**
 * Counts the lines and branches of an LCOV trace file and compares with the totals that each file states. The same file in
 * two sections is a doubt: its lines would count twice.
 *
 * @throws ImportRefused
 * @see https://manpages.debian.org/unstable/lcov/geninfo.1.en.html FILES
 */
export async function readLcov(bytes: Bytes): Promise<CoverageReading> {
  const lines = { total: 0, covered: 0 }
  const branches = { total: 0, covered: 0 }
  const files = new Set<string>()
  const doubts = new Set<string>()
  let section: Section | undefined
  let last = 0
  for await (const { number, text } of readTextLines(bytes)) {
    last = number
    if (text.trim() === '' || text.startsWith('#')) continue
    const refuse = (what: string, remedy: string) => new ImportRefused(what, remedy, { line: number })
    const [, key = '', value = ''] = /^([A-Z]{1,5}):(.*)$/.exec(text) ?? []
    if (text.trim() === 'end_of_record') {
      if (section === undefined) throw refuse('Here ends what has not begun', 'Let the tool write the report again.')
      addSection(section, lines, branches, doubts)
      section = undefined
    } else if (key === 'SF') {
      if (section !== undefined) throw refuse('The file before this one does not end', 'Let the tool write it again.')
      if (files.has(value)) doubts.add('a source file is there twice')
      files.add(value)
      section = { lines: { total: 0, covered: 0 }, branches: { total: 0, covered: 0 }, stated: new Map() }
    } else if (key === 'DA' || key === 'BRDA' || /^(?:LF|LH|BRF|BRH)$/.test(key)) {
      if (section === undefined) throw refuse('This belongs to no source file', 'Let the tool write the report again.')
      if (key === 'DA') count(section.lines, value.split(',')[1], number)
      else if (key === 'BRDA') count(section.branches, value.split(',').at(-1), number)
      else section.stated.set(key, toCount(value.trim(), key))
    } else if (!passedOver.test(text)) {
      throw refuse('This is no LCOV trace file', 'Name the right file, or write it again.')
    }
  }
  if (section !== undefined) {
    throw new ImportRefused('The file ends in the middle', 'It was cut short; let it be written again.', { line: last })
  }
  if (files.size === 0) throw new ImportRefused('There is no source file in it', 'Is this an LCOV trace file?')
  return { lines, branches: branches.total === 0 ? null : branches, doubts: [...doubts], from: null, to: null }
}

/** @param times `-` for a branch whose line was never reached */
function count(into: { total: number; covered: number }, times: string | undefined, line: number): void {
  const text = times?.trim() ?? ''
  if (!/^(?:-|-?\d{1,20})$/.test(text)) {
    throw new ImportRefused('This is no count', 'Let the tool write the report again.', { line })
  }
  into.total += 1
  if (text !== '-' && Number(text) > 0) into.covered += 1
}

function addSection(
  { lines, branches, stated }: Section,
  intoLines: { total: number; covered: number },
  intoBranches: { total: number; covered: number },
  doubts: Set<string>,
): void {
  const differs = (counted: Reached, totalKey: string, coveredKey: string) =>
    (stated.has(totalKey) && stated.get(totalKey) !== counted.total) ||
    (stated.has(coveredKey) && stated.get(coveredKey) !== counted.covered)
  if (differs(lines, 'LF', 'LH') || differs(branches, 'BRF', 'BRH')) {
    doubts.add('the totals of a source file are not what its lines add up to')
  }
  intoLines.total += lines.total
  intoLines.covered += lines.covered
  intoBranches.total += branches.total
  intoBranches.covered += branches.covered
}
