import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { claimWordsIn } from '../../../src/model/claim-wording.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { logOf } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { elementsOf, renderGfm } from '../../support/render-gfm.ts'
import {
  hostileLine,
  inputOf,
  pagesOf,
  record,
  richRecords,
  someRecords,
  typeOne,
  typeTwo,
} from '../../support/report-world.ts'
import { filledProgram } from '../../support/starter-program.ts'

const request = record(
  'AuditorRequest',
  'AUR-1',
  'Merges',
  'request: All of them.\nrequestedOn: 2026-06-01\ndue: 2026-06-10\nowner: ana\nstatus: open',
)
const whole = pagesOf({ records: [...richRecords(), request] })

/** The documents that an auditor expects by name, with what one of them has to hold. */
const expected: readonly (readonly [path: string, holds: string])[] = [
  ['README.md', 'Score and its parts'],
  ['criteria/CC8.1.md', 'CTL-REVIEW'],
  ['alignment.md', 'criterion by criterion'],
  ['alignment/CC.md', 'CC8.1'],
  ['controls/CTL-REVIEW.md', 'How it is tested'],
  ['policies/POL-CHANGE.md', 'Revisions'],
  ['risk-register.md', 'Inherent'],
  ['changes/2026-Q2.md', 'Around review'],
  ['evidence/README.md', 'Root hash'],
  ['evidence/2026-06.md', 'Digest'],
  ['system-description.md', 'DC 9'],
  ['management-assertion.md', 'Signed: ['],
  ['tests-of-controls.md', "Management's own tests"],
  ['tests-of-controls/CC8.md', '1 of 4'],
  ['management-responses.md', 'no response yet'],
  ['bridge-letter.md', 'the period has not ended'],
  ['pbc/README.md', 'Overdue: 1'],
  ['pbc/AUR-1.md', 'All of them.'],
  ['auditor-questions.md', 'How are users authenticated?'],
  ['readiness.md', 'Not known'],
  ['public-summary.md', 'asserted by the management'],
]

const own =
  /^(?:alignment|tests-of-controls|management-|system-description|bridge-letter|pbc\/|auditor-questions|readiness|public-summary)/

describe('the documents of a report', () => {
  test.each(expected)('%s is there and holds: %s', (path, holds) => {
    expect(whole.get(path)).toContain(holds)
  })

  test('speak as management and claim nothing that nobody can claim', () => {
    for (const [path, text] of whole) {
      if (!own.test(path)) continue
      expect([path, claimWordsIn(text)]).toEqual([path, []])
      expect([
        path,
        /no exceptions noted|in our opinion|\bunqualified\b|certified|compliant\b/i.exec(text)?.[0],
      ]).toEqual([path, undefined])
      expect(text).toContain("Management's evaluation, not an auditor's opinion.")
    }
  })

  test('are on GitHub what their Markdown says: every table is one, and nothing has to be taken out', () => {
    const hostile = pagesOf({ records: [...richRecords(hostileLine), request], asOf: '2026-07-31' })
    for (const [path, text] of [...whole, ...hostile]) {
      if (!own.test(path)) continue
      const { tree, asked, allowed } = renderGfm(text)
      expect([path, allowed]).toEqual([path, asked])
      const rules = text.match(/^\|(?: :?--- \|)+$/gm)?.length ?? 0
      const written = text.match(/^\| :?---/gm)?.length ?? 0
      expect([path, elementsOf(tree, 'table').length]).toEqual([path, Math.max(rules, written)])
      expect([path, elementsOf(tree, 'h1').length]).toEqual([path, 1])
    }
  })

  test('are the same whatever order records, files and log came in', () => {
    const records = [...richRecords(), request]
    const log = logOf(...someRecords)
    const again = pagesOf({ records: records.toReversed(), log: log.toReversed() })
    for (const [path, text] of whole) if (own.test(path)) expect([path, again.get(path)]).toEqual([path, text])
  })

  test.each([
    ['Type I', typeOne],
    ['Type II', typeTwo],
  ])('are whole for a program of %s that holds nothing else, without a log', (_name, program) => {
    const pages = pagesOf({ records: [program], log: [] })
    const paths = new Set(pages.keys())
    const mine = [...pages].filter(([path]) => own.test(path))
    expect(mine.length).toBeGreaterThan(15)
    expect(mine.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    // Nothing was shown, so nothing may look as if it were.
    for (const [path, text] of mine)
      expect([path, /\| Met\b|none of \d+ deviated/.exec(text)?.[0]]).toEqual([path, undefined])
  })

  test('are whole for the starter with every category, and claim nothing of it', () => {
    const { model } = readProgram(filledProgram(undefined, ['A', 'C', 'P', 'PI']))
    const base = inputOf({ records: [typeTwo], log: [] })
    const assessment = assessProgram(model, [], '2026-06-30', { protectedBranch: 'main' })
    const pages = pagesOf({ records: [typeTwo], log: [], over: { ...base, model, assessment } })
    const paths = new Set(pages.keys())
    const mine = [...pages].filter(([path]) => own.test(path))
    expect(mine.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    expect(mine.filter(([, text]) => Buffer.byteLength(text) > 400_000)).toEqual([])
    expect(mine.flatMap(([, text]) => claimWordsIn(text))).toEqual([])
    for (const [path, text] of mine)
      expect([path, /\| Met\b|none of \d+ deviated/.exec(text)?.[0]]).toEqual([path, undefined])
    expect(pages.get('readiness.md')).toContain('21 items')
  })
})
