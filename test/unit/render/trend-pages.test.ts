import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { type Trend, trendDays } from '../../../src/assess/trend.ts'
import { checkpointText } from '../../../src/evidence/checkpoint.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import { hostile } from '../../support/documents-with.ts'
import { logCreated, logOf, merged } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { control, programModel } from '../../support/program-builder.ts'

const model = programModel({
  controls: [
    control({
      id: 'CTL-REVIEW',
      title: `Review ${hostile}`.replace(/\s+/g, ' '),
      evidence: [
        {
          id: 'EVR-M',
          records: { kind: 'change.merged' },
          expect: 'every',
          satisfying: { verdict: 'approved' },
          frequency: 'per-event',
          window: 'P90D',
        },
      ],
    }),
  ],
})
const log = logOf(
  logCreated({ at: '2026-01-01T00:00:00Z' }),
  merged(1, { at: '2026-04-20T10:00:00Z' }),
  merged(2, { at: '2026-06-05T10:00:00Z' }, { verdict: 'refused' }),
)
const on = (asOf: string) => ({
  kind: 'assessed' as const,
  asOf,
  commit: 'c'.repeat(40),
  assessment: assessProgram(model, log, asOf, { protectedBranch: 'main' }),
})

function documents(trend: Trend | undefined) {
  return renderDocuments({
    model,
    history: new Map(),
    commits: new Map(),
    log,
    assessment: on('2026-06-30').assessment,
    ...(trend === undefined ? {} : { trend }),
    pin: {
      checkpoint: checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) }),
      sourceCommit: 'a'.repeat(40),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: 'https://github.com/example/shop',
  })
}
const page = (path: string, trend: Trend | undefined) => documents(trend).get(path) ?? ''
const whole: Trend = {
  points: [
    { kind: 'not-known', asOf: '2026-03-31', why: 'there was | no program yet' },
    on('2026-04-30'),
    on('2026-05-31'),
    on('2026-06-30'),
  ],
  cut: 2,
}

describe('the page of the trend', () => {
  const text = page('trend.md', whole)

  test('has a row for each point, and says of one that is not known why', () => {
    expect(text).toContain('| 2026-03-31 | not determined: there was \\| no program yet | – | – | – | – |')
    expect(text).toMatch(
      /\| 2026-04-30 \| 100\.0: [a-z ]+ \| 1 of 1 met; 0 partially, 0 not, 0 not evaluated \| 1 of 33 met; 0 partially, 0 not, 32 not evaluated \| 1 of 33 \| 0 \|/,
    )
    expect(text).toContain(
      '| 2026-06-30 | 0.0: at risk | 0 of 1 met; 0 partially, 1 not, 0 not evaluated | 0 of 33 met; 0 partially, 1 not, 32 not evaluated | 1 of 33 | 1 |',
    )
    expect(text).toContain('`?██▁`')
    expect(text).toContain('2 ends of months before these are left out: ')
    expect(text).toContain('> 1 point could not be computed')
  })

  test('tells what changed between the points, newest first, and nothing of quiet months', () => {
    expect(text.match(/^## .*$/gm)).toEqual(['## 2026-05-31 to 2026-06-30', '## 2026-03-31 to 2026-04-30'])
    expect(text).toContain(
      '**Worse:** 1 control in a worse state, 1 criterion in a worse state, 1 new deviation, a lower score.',
    )
    expect(text).toContain('Not determined: one of the two could not be computed.')
    expect(text).toMatch(/\| \[CTL-REVIEW\]\(controls\/CTL-REVIEW\.md\) Review .* \| Met \| \*\*Not met\*\* \|/)
  })

  test('says that it was not computed, or that there is nothing before', () => {
    expect(page('trend.md', undefined)).toContain('The trend was not computed for these pages.')
    const single = page('trend.md', { points: [on('2026-06-30')], cut: 0 })
    expect(single).toContain('There is no earlier end of a month to compare with.')
    expect(single).not.toContain('Score from')
  })
})

describe('the page of what changed', () => {
  test('compares with the end of the month before, in words and with links', () => {
    const text = page('what-changed.md', whole)
    expect(text).toContain('# What changed since 2026-05-31\n')
    expect(text).toContain('| Score | 100.0: ')
    expect(text).toContain('| Controls met | 1 | 0 |')
    expect(text).toContain('\n## Worse\n')
    expect(text).toMatch(/## New deviations\n\n.*\n.*\n\| 2026-06-05 \| Failed \| .*\[record 2\]/)
  })

  test.each([
    [undefined, 'The trend was not computed'],
    [{ points: [on('2026-06-30')], cut: 0 }, 'There is no earlier end of a month'],
    [
      { points: [whole.points[0], on('2026-06-30')].flatMap((one) => one ?? []), cut: 0 },
      'Not determined: the state of 2026-03-31 could not be computed: there was \\| no program yet.',
    ],
  ] as const)('says why it is not known', (trend, words) => {
    expect(page('what-changed.md', trend)).toContain(words)
  })

  test('and that of the trend stay whole, whatever people wrote', () => {
    const files = documents(whole)
    const paths = new Set(files.keys())
    for (const path of ['trend.md', 'what-changed.md'])
      expect(structureFaults(path, files.get(path) ?? '', paths)).toEqual([])
  })
})

test('the days are the ends of months inside the period, before the day, and since there was a program', () => {
  const period = { kind: 'period', asOf: '2026-03-15', start: '2026-01-10', end: '2026-06-30' } as const
  expect(trendDays(period, '2020-01-01', 100)).toEqual({ days: ['2026-01-31', '2026-02-28'], cut: 0 })
  expect(trendDays({ ...period, asOf: '2026-02-28' }, '2020-01-01', 100).days).toEqual(['2026-01-31'])
  expect(trendDays({ ...period, asOf: '2026-12-31' }, '2026-05-02', 100).days).toEqual(['2026-05-31', '2026-06-30'])
  const date = trendDays({ kind: 'date', asOf: '2026-03-31' }, '2020-01-01', 100)
  expect([date.days.length, date.days[0], date.days.at(-1)]).toEqual([12, '2025-03-31', '2026-02-28'])
  const long = trendDays(
    { kind: 'period', asOf: '2026-03-15', start: '2023-01-01', end: '2026-06-30' },
    '2020-01-01',
    100,
  )
  expect([long.days.length, long.cut, long.days.at(-1)]).toEqual([23, 15, '2026-02-28'])
  const large = trendDays({ ...period, start: '2025-01-01' }, '2020-01-01', 100_000)
  expect([large.days.length, large.cut, large.days.at(-1)]).toEqual([5, 9, '2026-02-28'])
  expect(trendDays({ ...period, start: '2025-01-01' }, '2020-01-01', 10_000_000).days).toHaveLength(3)
})
