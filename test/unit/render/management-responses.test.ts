import { describe, expect, test } from 'vitest'
import { correction, logCreated, logOf, merged, sha, unreviewed } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  pageOf,
  pagesOf,
  record,
  rowsOf,
  rowWith,
  someProgram,
  type World,
} from '../../support/report-world.ts'

const path = 'management-responses.md'
const deficiency = (id: string, over: string, says = 'We agree.'): string =>
  record(
    'Deficiency',
    id,
    'A merge without approval',
    `description: It was merged too early.
source: self
type: operating
severity: high
opened: 2026-04-03
owner: ben
managementResponse: ${JSON.stringify(says)}
${over}`,
  )
const page = (over: readonly string[] = [], world: World = {}): string =>
  pageOf(path, { records: [...someProgram, ...over], ...world })
const section = (text: string, title: string): string => {
  const at = text.indexOf(`## ${title}`)
  return at === -1
    ? ''
    : text.slice(at, text.indexOf('\n## ', at + 3) === -1 ? undefined : text.indexOf('\n## ', at + 3))
}

describe("management's responses", () => {
  test('begin with what nobody has answered', () => {
    const text = page()
    expect(text).toContain('> Deviations without a response: 2.')
    const rows = rowsOf(section(text, 'No response yet')).slice(2)
    expect(rows.map(([day, , , ...rest]) => [day, ...rest])).toEqual(
      ['2026-05-02', '2026-04-01'].map((day) => [day, '**nothing**', '**no response yet**', 'nobody, no day']),
    )
    expect(rows[0]?.[2]).toBe('no control looks at it')
    expect(rows[1]?.[1]).toContain('[record 3](evidence/2026-04.md#record-3)')
  })

  test('are those of the deficiency that names the deviation, with owner and day, and overdue first', () => {
    const text = page([
      deficiency('DEF-1', 'status: open\ncontrol: CTL-REVIEW\ndeviations: [pull-3]'),
      deficiency(
        'DEF-2',
        `status: remediating
due: 2026-04-20
deviations: ["${sha('pushed')}"]`,
      ),
    ])
    const rows = rowsOf(section(text, 'Answered, and not settled')).slice(2)
    expect(rows.map((row) => row.slice(3))).toEqual([
      [
        '[DEF-2](deficiencies.md#def-2) A merge without approval: remediating<br>by the log: **Open**',
        'We agree.',
        'Ben Example, **overdue since 2026-04-10**',
      ],
      [
        '[DEF-1](deficiencies.md#def-1) A merge without approval: open<br>by the log: **Open**',
        'We agree.',
        'Ben Example, **overdue since 2026-04-10**',
      ],
    ])
    expect(section(text, 'No response yet')).toBe('')
  })

  test('of a deficiency about the control alone say that it does not name the deviation', () => {
    const text = page([deficiency('DEF-1', 'status: open\ncontrol: CTL-REVIEW')])
    expect(rowWith(section(text, 'Answered'), '2026-04-01')?.[3]).toContain(
      'is about the control and does not name this',
    )
    const closed = `status: closed
control: CTL-REVIEW
remediation: {description: Rules changed., fixed: 2026-03-01}
retest: {by: ana, at: 2026-03-02, result: passed, evidence: record 9}`
    const old = page([deficiency('DEF-1', closed).replace('opened: 2026-04-03', 'opened: 2026-02-03')])
    expect(rowWith(section(old, 'No response yet'), '2026-04-01')).toBeDefined()
  })

  test('are settled only where the log shows that it was tested again', () => {
    const closed = (evidence: string) =>
      deficiency(
        'DEF-1',
        `status: closed
control: CTL-REVIEW
deviations: [pull-3]
remediation: {description: Rules changed., fixed: 2026-04-10}
retest: {by: ana, at: 2026-05-02, result: passed, evidence: ${evidence}}`,
      )
    expect(rowWith(section(page([closed('record 4')]), 'Settled'), '2026-04-01')?.[3]).toContain(
      'by the log: Mended and tested again',
    )
    const claimed = rowWith(section(page([closed('a note')]), 'Closed by its record, and not shown'), '2026-04-01')
    expect(claimed?.[3]).toContain('only claimed')
  })

  test('say where management has said nothing', () => {
    const silent = deficiency('DEF-1', 'status: open\ndeviations: [pull-3]').replace(/managementResponse: .*\n/, '')
    expect(rowWith(section(page([silent]), 'Answered'), '2026-04-01')?.[4]).toBe('**management has said nothing yet**')
  })

  test('are an exception only where it was in force on the day', () => {
    const exception = (from: string, to: string) =>
      record(
        'Exception',
        'EXC-1',
        'One maintainer',
        `control: CTL-REVIEW
resources: [shop]
reason: Only one person was there.
severity: low
requestedBy: cy
approvedBy: ana
start: ${from}
expires: ${to}`,
      )
    expect(
      rowWith(section(page([exception('2026-03-15', '2026-04-15')]), 'Tolerated'), '2026-04-01')?.slice(3),
    ).toEqual([
      '[EXC-1](exceptions.md#exc-1) One maintainer',
      'Only one person was there.',
      expect.stringMatching(/^approved by Ana Example \(\*\*claimed only\*\*.*\), ends 2026-04-15$/),
    ])
    expect(section(page([exception('2026-04-02', '2026-04-15')]), 'Tolerated')).toBe('')
  })

  test('show what was corrected beside the correction', () => {
    const wrong = merged(3, { at: '2026-04-01T10:00:00Z' }, { verdict: 'refused' })
    const log = logOf(
      logCreated({ at: '2026-01-01T08:00:00Z' }),
      wrong,
      correction([1, wrong], { at: '2026-04-02T10:00:00Z' }, 'pass', 'the review was there'),
    )
    const row = rowWith(section(page([], { log }), 'Records that were corrected'), 'pull request 3')
    expect(row?.slice(1)).toEqual(['fail', 'pass', 'the review was there', '[record 2](evidence/2026-04.md#record-2)'])
  })

  test('do not pass over controls for which nothing was ever shown', () => {
    expect(page()).toContain('2 controls have no evidence that could be looked at')
  })

  test('do not take an empty log for a good one', () => {
    expect(page([], { log: [], asOf: '2026-01-05' })).toContain('there was no evidence to look at')
  })

  test('go on in parts below 400 KB, whole whatever people write', () => {
    const many = Array.from({ length: 1500 }, (_, index) =>
      unreviewed(sha(`c${index}`), { at: '2026-05-02T10:00:00Z' }, { reason: hostileLine.repeat(3) }),
    )
    const pages = pagesOf({
      records: [...someProgram, deficiency('DEF-1', 'status: open\ncontrol: CTL-REVIEW', hostileLine)],
      log: logOf(logCreated({ at: '2026-01-01T08:00:00Z' }), ...many),
    })
    const own = [...pages].filter(([name]) => name.startsWith('management-responses'))
    const paths = new Set(pages.keys())
    expect(own.length).toBeGreaterThan(1)
    expect(own.flatMap(([name, text]) => structureFaults(name, text, paths))).toEqual([])
    expect(own.filter(([, text]) => Buffer.byteLength(text) > 400_000)).toEqual([])
  })
})
