import { describe, expect, test } from 'vitest'
import { structureFaults } from '../../support/markdown-structure.ts'
import { hostileLine, pageOf, pagesOf, record, rowWith, someProgram } from '../../support/report-world.ts'

const request = (id: string, over: string, says = 'All merges of the period.'): string =>
  record(
    'AuditorRequest',
    id,
    'Merges',
    `request: ${JSON.stringify(says)}\nrequestedOn: 2026-06-01\nowner: ana\n${over}`,
  )
const world = (...requests: readonly string[]) => ({ records: [...someProgram, ...requests] })

describe('requests of the auditor', () => {
  test('say that there are none, and what would be one', () => {
    expect(pageOf('pbc/README.md')).toContain('Write an AuditorRequest for each item')
  })

  test('are listed with what is overdue first, then by their day', () => {
    const text = pageOf(
      'pbc/README.md',
      world(
        request('AUR-DONE', 'due: 2026-06-10\nstatus: accepted\nansweredOn: 2026-06-12\nevidence: [EVR-MERGED]'),
        request('AUR-LATER', 'due: 2026-07-20\nstatus: open'),
        request('AUR-SOON', 'due: 2026-07-10\nstatus: more-asked\nansweredOn: 2026-06-20\nevidence: [EVR-MERGED]'),
        request('AUR-LATE', 'due: 2026-06-20\nstatus: preparing\nreference: "14"'),
        request('AUR-WITH', 'due: 2026-06-20\nstatus: answered\nansweredOn: 2026-06-19\nevidence: [EVR-MERGED]'),
      ),
    )
    expect(text.match(/^## .*/gm)).toEqual([
      '## Overdue: 1',
      '## Waiting for us: 2',
      '## With the auditor: 1',
      '## Done: 1',
    ])
    expect(text.match(/AUR-[A-Z]+(?=\])/g)).toEqual(['AUR-LATE', 'AUR-SOON', 'AUR-LATER', 'AUR-WITH', 'AUR-DONE'])
    expect(rowWith(text, 'AUR-LATE')?.slice(1)).toEqual([
      '14',
      '**overdue since 2026-06-20**',
      'Ana Example',
      'somebody is gathering it',
      'not yet',
    ])
    expect(rowWith(text, 'AUR-DONE')?.at(-1)).toBe('2026-06-12, **late**')
  })

  test('lead to population, evidence with its state and records, and documents', () => {
    const text = pageOf(
      'pbc/AUR-1.md',
      world(
        request(
          'AUR-1',
          `due: 2026-07-10
status: answered
answeredOn: 2026-06-19
controls: [CTL-REVIEW]
criteria: [CC8.1]
population: {what: Merges to main, from: 2026-01-01, to: 2026-06-30, count: 4}
evidence: [EVR-MERGED, EVR-ACCESS]
documents:
  - {title: List, location: Room, digest: "sha256:${'a'.repeat(64)}"}
answer: Here it is.`,
        ),
      ),
    )
    expect(rowWith(text, 'Every merge was approved')?.slice(1)).toEqual([
      '**Not met**: at least one record fails',
      '4, the newest: [record 2](../evidence/2026-03.md#record-2), [record 3](../evidence/2026-04.md#record-3), [record 4](../evidence/2026-05.md#record-4)',
    ])
    expect(rowWith(text, 'The review of the quarter')?.slice(1)).toEqual([
      expect.stringMatching(/^Missing: /),
      '**none**',
    ])
    expect(rowWith(text, 'Lines')?.[1]).toBe('4')
    expect(rowWith(text, 'How it is drawn')?.[1]).toBe('**not written down**')
    expect(rowWith(text, 'Digest')?.[1]).toBe('**none**')
    expect(rowWith(text, 'Controls')?.[1]).toBe('[CTL-REVIEW](../controls/CTL-REVIEW.md) Changes are reviewed')
    expect(text).toContain('Here it is.')
  })

  test('are whole whatever people write', () => {
    const pages = pagesOf(
      world(
        request(
          'AUR-1',
          `due: 2026-07-10
status: open
population: {what: ${JSON.stringify(hostileLine)}, query: ${JSON.stringify(hostileLine)}}
documents: [{title: ${JSON.stringify(hostileLine)}, digest: "sha256:${'a'.repeat(64)}"}]
answer: ${JSON.stringify(hostileLine)}`,
          hostileLine,
        ).replace('title: "Merges"', `title: ${JSON.stringify(hostileLine)}`),
      ),
    )
    const paths = new Set(pages.keys())
    const own = [...pages].filter(([path]) => path.startsWith('pbc/'))
    expect(own).toHaveLength(2)
    expect(own.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
  })
})
