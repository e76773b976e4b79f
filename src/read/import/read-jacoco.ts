import type { Bytes } from './checked-bytes.ts'
import { toCount } from './coverage-count.ts'
import { ImportRefused } from './import-refused.ts'
import { parseMoment } from './parse-moment.ts'
import { readXml } from './read-xml.ts'
import { type CoverageReading, Span } from './reading.ts'

const nothing = () => ({ total: 0, covered: 0 })

/**
 * Counts the lines and branches of a JaCoCo report by its source files, and compares with what the report states.
 *
 * @throws ImportRefused
 * @see https://www.jacoco.org/jacoco/trunk/coverage/report.dtd
 */
export async function readJacoco(bytes: Bytes): Promise<CoverageReading> {
  const counted = { LINE: nothing(), BRANCH: nothing() }
  const stated = { LINE: nothing(), BRANCH: nothing() }
  const open: string[] = []
  const span = new Span()
  await readXml(bytes, {
    open(name, attributes, depth) {
      if (depth === 0 && name !== 'report')
        throw new ImportRefused('This is no JaCoCo report', 'Its top element is `report`.')
      if (name === 'sessioninfo') {
        for (const text of [attributes['start'], attributes['dump']]) {
          const reading = parseMoment(text ?? '', 'unix-ms')
          if (reading.ok) span.add(reading.moment)
        }
      }
      const type = attributes['type']
      const holder = open.at(-1)
      if (
        name === 'counter' &&
        (type === 'LINE' || type === 'BRANCH') &&
        (holder === 'report' || holder === 'sourcefile')
      ) {
        const into = (holder === 'report' ? stated : counted)[type]
        const covered = toCount(attributes['covered'], 'covered')
        into.covered += covered
        into.total += covered + toCount(attributes['missed'], 'missed')
      }
      open.push(name)
    },
    close() {
      open.pop()
    },
  })
  const differ = (type: 'LINE' | 'BRANCH') =>
    counted[type].total !== stated[type].total || counted[type].covered !== stated[type].covered
  return {
    lines: counted.LINE,
    branches: counted.BRANCH.total === 0 ? null : counted.BRANCH,
    doubts: differ('LINE') || differ('BRANCH') ? ['the totals are not what the source files add up to'] : [],
    ...span,
  }
}
