import { expect, test } from 'vitest'
import { gateMarkdown, gateText, statusDescription } from '../../../src/report/gate-summary.ts'
import { decide, known, review } from '../../support/gate-facts.ts'

const titles = [
  '| <script> @everyone #1 $x$\nsecond line',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  '`code` ``` fence',
  '**bold** _it_ ~~gone~~ __under__',
  'fixes acme/shop#12, GH-12 and @acme/security',
  '# heading',
  '- item\n- item',
  '1. first',
  '<!-- comment --> &lt;b&gt; &#64;name &copy;',
  'https://evil.example www.evil.example mailto:a@b.example :tada:',
  '$$\\frac{1}{2}$$ ^[note] \\| \\\\ {{x}} "quoted"',
  '\u001b[31mred\u0007 \u202etfel \u2066x\u2069 \u200b',
  '= setext\n===',
]

const decision = decide({ facts: { reviews: known([review('ana'), review('eve', { state: 'commented' })]) } })

test.each(titles)('a title breaks neither table nor terminal: %j', (title) => {
  const report = {
    title,
    number: 7,
    decision: { ...decision, notes: [title], rules: decision.rules.map((one) => ({ ...one, message: title })) },
  }
  const rows = gateMarkdown(report)
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect(rows.map((row) => row.replace(/\\./g, '').split('|').length - 1)).toEqual([4, 4, 4, 5, 5, 5, 5])
  expect(gateText(report)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  expect(gateText(report).split('\n').length).toBe(7)
})

test('the table says who counted and why not', () => {
  expect(gateMarkdown({ title: 'A change', number: 7, decision })).toBe(
    [
      '### Gate: waiting',
      '',
      'Pull request 7: A change',
      '',
      '**Waiting: two-reviewers: 1 of 2 approvals; 1 more needed from somebody with write permission who had no part in the change**',
      '',
      '| Rule | Result | Why |',
      '| --- | --- | --- |',
      '| two-reviewers | waiting | 1 of 2 approvals; 1 more needed from somebody with write permission who had no part in the change |',
      '',
      '| Reviewer | Review | Counted | Why |',
      '| --- | --- | --- | --- |',
      '| ana | [approved](<https://github.com/acme/shop/pull/7#pullrequestreview-1>) | counted | for two-reviewers |',
      '| eve | [commented](<https://github.com/acme/shop/pull/7#pullrequestreview-1>) | not counted | a comment is no approval; has only read permission, write is needed |',
      '',
    ].join('\n'),
  )
})

test('a status is one line of at most 140 UTF-16 units that does not end in half a character', () => {
  const summary = `Waiting: ${'\u{1f600}'.repeat(200)}\nsecond`
  expect(statusDescription({ summary })).toMatch(/^Waiting: (\u{1f600}){65}…$/u)
  expect(statusDescription({ summary })).not.toContain('\n')
  expect(statusDescription({ summary: 'Approved by ana.' })).toBe('Approved by ana.')
})
