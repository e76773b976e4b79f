import { describe, expect, test } from 'vitest'
import { claimWordsIn } from '../../../src/model/claim-wording.ts'
import { allDocuments } from '../../../src/render/pages/registry.gen.ts'
import { publicEdition } from '../../../src/render/public/public-edition.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  inputOf,
  pageOf,
  pagesOf,
  peopleRecord,
  policyRecord,
  record,
  richRecords,
  rowWith,
  typeOne,
  typeTwo,
  type World,
} from '../../support/report-world.ts'

const path = 'public-summary.md'
const commits = [{ day: '2026-01-01', subject: 'Begin', files: { 'a.yaml': policyRecord('1.0.0') } }]
const page = (world: World = {}): string => pageOf(path, { records: richRecords(), commits, ...world })

const helpChannel = record(
  'CommunicationPlan',
  'COM-MAIN',
  'Plan',
  `channels:
  - {id: help, title: Help, type: ticket, status: in-use, reach: external, url: "https://help.example.com/"}
communications: []
`,
)

describe('the public summary', () => {
  test('tells scope, the report that is planned, promises, subprocessors and public policies', () => {
    const text = page()
    expect(rowWith(text, 'Report')?.[1]).toBe('SOC 2 report of Type II, planned for 2026-01-01 to 2026-06-30')
    expect(rowWith(text, 'Security')).toBeDefined()
    expect(rowWith(text, 'Privacy')).toBeUndefined()
    expect(rowWith(text, 'Uptime')).toEqual(['Uptime', 'It is so.', '2026-01-01'])
    expect(rowWith(text, 'Cloud Example')).toEqual(['Cloud Example', 'Computers and storage', 'not stated'])
    expect(rowWith(text, '[Change]')).toEqual(['[Change](policies/POL-CHANGE.md)', '`1.0.0`', '2026-01-01'])
    expect(page({ records: [typeOne, peopleRecord] })).toContain('Type I, planned as of 2026-06-30')
  })

  test('leaves out what is not meant for everybody: plans, promises to some, vendors that handle no data', () => {
    const text = page()
    expect(text).not.toMatch(/Encrypted connections|Later|Mail Example/)
    const ended = richRecords().map((one) =>
      one
        .replace('subprocessor: true', 'subprocessor: true\nexit: {endedAt: 2026-01-01}')
        .replace(
          /^status: active\nowner: ana\ntier: critical\nservices: \[Computers/m,
          'status: ended\nowner: ana\ntier: critical\nservices: [Computers',
        ),
    )
    expect(page({ records: ended })).not.toContain('Cloud Example')
    const internal = [
      { day: '2026-01-01', subject: 'Begin', files: { 'a.yaml': policyRecord('1.0.0', 'classification: internal') } },
    ]
    expect(
      page({
        records: [
          ...richRecords().filter((one) => !one.includes('kind: Policy')),
          policyRecord('1.0.0', 'classification: internal'),
        ],
        commits: internal,
      }),
    ).toContain('None is published here.')
  })

  test('holds no name of a person, no evidence, no result and no deviation', () => {
    const made = publicEdition(
      inputOf({ records: [...richRecords(), helpChannel], commits, url: 'https://github.com/example/shop' }),
      allDocuments,
    )
    const text = made.files.get(path) ?? ''
    expect(text).toContain('Cloud Example')
    expect(text).toContain('](<https://help.example.com/>)')
    expect(text).not.toMatch(/Ana|Ben|Cy |CTL-|CMT-|VEN-|INC-|record \d|CC8\.1|[Dd]eviat|[Mm]et\b|github\.com/)
  })

  test('claims no more than is so', () => {
    const text = page()
    expect(claimWordsIn(text)).toEqual([])
    expect(text).not.toMatch(/certif|complian|passed/i)
    expect(text).toContain('asserted by the management of Example Ltd')
    expect(text).toContain('given to customers on request')
  })

  test('names only ways to reach the organisation that are on the web and in use', () => {
    const channel = (over: string) =>
      record(
        'CommunicationPlan',
        'COM-MAIN',
        'Plan',
        `channels:\n  - {id: help, title: Help, type: ticket, ${over}}\ncommunications: []\n`,
      )
    const text = page({
      records: [typeTwo, peopleRecord, channel('status: in-use, reach: external, url: "https://help.example.com/"')],
    })
    expect(text).toContain('- [Help](<https://help.example.com/>)')
    for (const over of [
      'status: planned, reach: external, url: "https://help.example.com/"',
      'status: in-use, reach: internal, url: "https://help.example.com/"',
      'status: in-use, reach: external, target: desk',
    ])
      expect(page({ records: [typeTwo, peopleRecord, channel(over)] })).toContain(
        'No way to reach us is written here yet.',
      )
  })

  test('is whole whatever people write', () => {
    const records = richRecords(hostileLine).map((one) =>
      one.replace('title: "Uptime"', `title: ${JSON.stringify(hostileLine)}`),
    )
    const pages = pagesOf({ records, commits })
    expect(structureFaults(path, pages.get(path) ?? '', new Set(pages.keys()))).toEqual([])
  })
})
