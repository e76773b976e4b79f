import type { Bytes } from './checked-bytes.ts'
import { toCount } from './coverage-count.ts'
import { ImportRefused } from './import-refused.ts'
import { parseMoment } from './parse-moment.ts'
import { type Attributes, readXml } from './read-xml.ts'
import type { CoverageReading, Reached } from './reading.ts'

/**
 * Counts the lines and branches of a Cobertura report, also as coverage.py, gcovr, coverlet and Istanbul write it. Lines of
 * methods are those of their class once more. The totals of the report have to agree.
 *
 * @throws ImportRefused
 * @see https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd
 */
export async function readCobertura(bytes: Bytes): Promise<CoverageReading> {
  const lines = { total: 0, covered: 0 }
  const branches = { total: 0, covered: 0 }
  const open: string[] = []
  let top: Attributes = {}
  await readXml(bytes, {
    open(name, attributes, depth) {
      if (depth === 0) {
        if (name !== 'coverage')
          throw new ImportRefused('This is no Cobertura report', 'Its top element is `coverage`.')
        top = attributes
      }
      if (name === 'line' && open.at(-1) === 'lines' && open.at(-2) === 'class') {
        lines.total += 1
        if (toCount(attributes['hits'], 'hits') > 0) lines.covered += 1
        const [, covered = '', total = ''] =
          /\((\d{1,9})\/(\d{1,9})\)/.exec(attributes['condition-coverage'] ?? '') ?? []
        branches.total += Number(total)
        branches.covered += Number(covered)
      }
      open.push(name)
    },
    close() {
      open.pop()
    },
  })
  const statedLines = stated(top, 'lines')
  const statedBranches = stated(top, 'branches')
  const doubts = [
    ...(differ(statedLines, lines) ? ['the totals of lines are not what the lines add up to'] : []),
    ...(differ(statedBranches, branches) ? ['the totals of branches are not what the lines add up to'] : []),
  ]
  const at = momentOf(top['timestamp'])
  return {
    lines: lines.total === 0 ? (statedLines ?? lines) : lines,
    branches: branches.total > 0 ? branches : (statedBranches ?? null),
    doubts,
    from: at,
    to: at,
  }
}

function stated(top: Attributes, what: 'lines' | 'branches'): Reached | undefined {
  const [total, covered] = [top[`${what}-valid`], top[`${what}-covered`]]
  if (total === undefined || covered === undefined) return undefined
  const reached = { total: toCount(total, `${what}-valid`), covered: toCount(covered, `${what}-covered`) }
  if (reached.covered > reached.total)
    throw new ImportRefused(`More ${what} are covered than there are`, 'Write it again.')
  return reached
}

/** A report may leave out the single lines; then there is nothing to compare. */
const differ = (one: Reached | undefined, counted: Reached): boolean =>
  one !== undefined && counted.total > 0 && (one.total !== counted.total || one.covered !== counted.covered)

/** Seconds or milliseconds since 1970, by tool. */
function momentOf(text: string | undefined): string | null {
  const reading = parseMoment(text ?? '', (text ?? '').split('.')[0]?.length === 13 ? 'unix-ms' : 'unix')
  // Tools write 0 or 1 where they do not know.
  return reading.ok && reading.moment > '2000' ? reading.moment : null
}
