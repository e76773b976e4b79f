import { describe, expect, test } from 'vitest'
import { parsePin } from '../../../src/evidence/pin.ts'
import {
  controlWith,
  type DocumentParts,
  documentsWith,
  hostile,
  recordsWith,
  riskWith,
} from '../../support/documents-with.ts'
import { account, logOf, merged, sha } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { control } from '../../support/program-builder.ts'

const records = recordsWith(hostile)

const page = (path: string, parts?: DocumentParts): string => documentsWith(parts).get(path) ?? ''

describe('the documents', () => {
  test('are whole, whatever people wrote into titles, texts and names', () => {
    const pages = documentsWith()
    const paths = new Set(pages.keys())
    const markdown = [...pages].filter(([path]) => path.endsWith('.md'))
    expect(markdown.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    expect(markdown.length).toBeGreaterThan(40)
  })

  test('show the title of the attacker as it was written', () => {
    expect(page('changes/2026-Q1.md')).toContain(
      '| <a id="pr-1"></a>[#1](https://github.com/example/shop/pull/1) | \\| &lt;script&gt; @&#8288;everyone #&#8288;1 <span>$</span>x<span>$</span> \\| --- \\| &lt;/details&gt;',
    )
  })

  test('have the same bytes for the same input, in whatever order it comes', () => {
    const log = logOf(...records)
    const once = documentsWith({ log })
    const again = documentsWith({
      log: log.toReversed(),
      controls: [control({ id: 'CTL-B', status: 'planned' }), controlWith(hostile)],
      risks: [riskWith(hostile, { id: 'RSK-B', status: 'open', treatment: 'mitigate' }), riskWith(hostile)],
    })
    expect([...again]).toEqual([...once])
  })

  test('link to PIN and to the index, and say whose opinion they are, on every page', () => {
    for (const [path, text] of documentsWith()) {
      if (!path.endsWith('.md')) continue
      const root = path.includes('/') ? '../' : ''
      expect(text).toContain(`(${root}PIN)`)
      expect(text).toContain(`(${root}README.md)`)
      expect(text).toContain("Management's evaluation, not an auditor's opinion.")
    }
  })

  test('are pinned by the digest of every page', () => {
    const pages = documentsWith()
    const pin = parsePin(pages.get('PIN') ?? '')
    expect(pin).toMatchObject({ sourceCommit: sha('source'), asOf: '2026-06-30', tool: 'countersign/0.1.0' })
    expect([...(pin?.pages.keys() ?? [])]).toEqual([...pages.keys()].filter((path) => path !== 'PIN'))
  })

  test('have no PIN, and no link to one, without a log', () => {
    const pages = documentsWith({ log: [], checkpoint: undefined })
    expect(pages.has('PIN')).toBe(false)
    const paths = new Set(pages.keys())
    expect(
      [...pages].filter(([path]) => path.endsWith('.md')).flatMap(([path, text]) => structureFaults(path, text, paths)),
    ).toEqual([])
    expect(pages.get('README.md')).toContain('nothing was recorded, so nothing can be met')
  })

  test('have no links to a forge that is not known', () => {
    for (const [path, text] of documentsWith({ url: undefined }))
      expect([path, text.includes('github.com/example')]).toEqual([path, false])
  })

  test('change in few lines for one more record', () => {
    const before = documentsWith()
    const after = documentsWith({ log: logOf(...records, merged(9, { at: '2026-06-30T09:00:00Z' })) })
    const changed = [...after].filter(([path, text]) => before.get(path) !== text && path !== 'PIN')
    expect(changed.map(([path]) => path)).toEqual([
      'README.md',
      'changes/2026-Q2-differences.md',
      'changes/2026-Q2.md',
      'changes/README.md',
      'controls/CTL-REVIEW.md',
      'criteria/A1.1.md',
      'criteria/CC8.1.md',
      'evidence/2026-06.md',
      'evidence/README.md',
      'evidence/expected.md',
    ])
    let lines = 0
    for (const [path, text] of changed) {
      const known = new Set(before.get(path)?.split('\n'))
      const news = text.split('\n').filter((line) => !known.has(line)).length
      expect([path, news]).toEqual([path, expect.toSatisfy((count) => count <= 8)])
      lines += news
    }
    // On all pages together; PIN has another line for each page that changed, and those of its checkpoint.
    expect(lines).toBeLessThanOrEqual(30)
  })

  test('stay below what GitHub shows whole, however large the log is', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      merged(
        index + 10,
        { at: '2026-06-15T10:00:00Z' },
        { title: hostile.replace('\n', ' '), category: index % 2 === 0 ? 'normal' : null },
      ),
    )
    const pages = documentsWith({ log: logOf(...records, ...many) })
    const sizes = [...pages]
      .filter(([path]) => path.endsWith('.md'))
      .map(([path, text]) => [path, Buffer.byteLength(text)] as const)
    expect(sizes.filter(([, size]) => size > 400_000)).toEqual([])
    const paths = new Set(pages.keys())
    expect(
      [...pages].filter(([path]) => path.endsWith('.md')).flatMap(([path, text]) => structureFaults(path, text, paths)),
    ).toEqual([])
    const changes = [...pages].filter(([path]) => /^changes\/(?!.*-differences)/.test(path)).map(([, text]) => text)
    expect(changes.join('').match(/\[#3009\]/g)).toHaveLength(1)
  })
})

describe('who approved', () => {
  const table = page('policies/POL-CHANGE.md')
  test('comes from counted reviews, and is not determined where there is no record', () => {
    const rows = table.split('\n').filter((line) => /^\| `\d/.test(line))
    expect(rows.map((row) => row.split(' | ').slice(3, 5))).toEqual([
      ['dee (dee)', '**nobody: went around review**'],
      ['cy', expect.stringMatching(/^Ana Example, \\\| &lt;script&gt;/)],
      ['not determined', 'not determined'],
    ])
  })

  test('is only a claim where the log holds no review of that person for it', () => {
    expect(table).toContain(
      '| Approval claimed in the record | Ana Example: shown by a counted review in the evidence log |',
    )
    expect(table).toContain('| Approval claimed in the record | Eve Example: claimed only')
  })

  test('is told with the verdict where the change was not approved', () => {
    expect(page('changes/2026-Q2.md')).toMatch(/\*\*refused\*\*: .*; \*\*an approver deployed it\*\*/)
  })

  test('is nobody where a review counted for an account that is not its own', () => {
    const log = logOf(
      ...records.map((record) =>
        record.kind === 'change.merged'
          ? {
              ...record,
              data: {
                ...record.data,
                counted: [{ ...account('ana', '77'), reviewId: '1', commit: sha('x'), submittedAt: record.occurredAt }],
              },
            }
          : record,
      ),
    )
    expect(page('policies/POL-CHANGE.md', { log })).toContain('Ana Example: claimed only')
  })
})

describe('what went wrong comes first', () => {
  test('on the page of a quarter', () => {
    const headings = page('changes/2026-Q2.md').match(/^## .*/gm)
    expect(headings).toEqual([
      '## Around review',
      '## Reconciliation',
      '## Merged without approval',
      '## Emergency changes and their reviews',
      '## Without a change request: 1',
      '## Deployments',
    ])
  })

  test('on the front page: overdue, then deviations', () => {
    const text = page('README.md')
    expect(text).toMatch(/> \[!WARNING\]\n> \d+ deviations, \d+ overdue items/)
    expect(text.indexOf('### Overdue')).toBeLessThan(text.indexOf('### Deviations'))
    expect(text).toMatch(/\| 2026-01-01 \| \[POL-CHANGE\]\(policies\/POL-CHANGE\.md\) .* \| review of the policy \|\n/)
  })

  test('and that nobody looked is not that nothing was found', () => {
    const log = logOf(...records.filter(({ kind }) => kind !== 'audit.window' && kind !== 'change.unreviewed'))
    expect(page('changes/2026-Q2.md', { log })).toContain('None recorded; but no audit looked, so this shows nothing.')
  })
})
