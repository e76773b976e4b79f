import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDatasetItems } from '../../../../src/evidence/dataset-items.ts'
import type { EvidenceSource } from '../../../../src/model/records.ts'
import { hideEmails } from '../../../../src/read/import/hide-emails.ts'
import { ImportRefused } from '../../../../src/read/import/import-refused.ts'
import { itemMapper } from '../../../../src/read/import/map-item.ts'
import { readItems } from '../../../../src/read/import/read-items.ts'
import { checked, chunkSizes } from '../../../support/byte-chunks.ts'

const base = { apiVersion: 'countersign/v1', kind: 'EvidenceSource', id: 'SRC-STAFF', title: 'Staff' } as const

const leavers: EvidenceSource = {
  ...base,
  dataset: 'leavers',
  system: 'hr.example.com',
  format: 'csv',
  fields: [
    { field: 'person', from: 'Id' },
    { field: 'lastDay', from: 'Last day', date: 'dmy' },
    { field: 'accounts', from: 'Accounts', split: ';', optional: true },
  ],
  ignore: ['Name'],
}

const users: EvidenceSource = {
  ...base,
  id: 'SRC-USERS',
  dataset: 'access-list',
  system: 'gateway.example.com',
  format: 'json',
  items: '/users',
  total: '/total',
  fields: [
    { field: 'account', from: '/email' },
    {
      field: 'role',
      from: '/roles',
      values: [
        { is: '', means: 'none' },
        { is: 'admin', means: 'admin' },
        { is: 'ops', means: 'ops' },
      ],
    },
    { field: 'scope', value: null },
    { field: 'kind', value: 'person' },
    {
      field: 'status',
      from: '/state/name',
      values: [
        { is: 'ACTIVE', means: 'active' },
        { is: 'LOCKED', means: 'disabled' },
      ],
    },
    { field: 'privileged', value: null },
    { field: 'mfa', from: '/mfa', optional: true },
    { field: 'createdAt', from: '/created', date: 'unix' },
    { field: 'lastUsedAt', from: '/seen', optional: true },
  ],
  ignore: ['/name', '/state/since', '/extra'],
}

const read = (content: string | Uint8Array, source: EvidenceSource, size?: number) =>
  readItems(checked(content, size), source, 'salt')
const pseudonym = (address: string) => hideEmails(address, 'salt')

const person = {
  email: 'Ann@example.com',
  roles: ['ops', 'admin'],
  state: { name: 'ACTIVE', since: 1 },
  mfa: true,
  created: 1_700_000_000,
  seen: '2026-03-02T10:15:30.123+01:00',
  name: 'Ann',
  extra: { deep: [1] },
}
const document = (...list: object[]) => JSON.stringify({ users: list, total: list.length, page: 1 })

describe('a table', () => {
  test('becomes items, however it is cut', async () => {
    const table =
      '\ufeffId,Name,Last day,Accounts\r\n17,"Ann, B.",31.01.2026,ann; ann-admin\r\n\r\n18,"Bo ""B""\nC",1/2/2026,\r\n'
    await fc.assert(
      fc.asyncProperty(chunkSizes, async (size) => {
        const { items, total, rows } = await read(table, leavers, size)
        expect(items).toEqual([
          { person: '17', lastDay: '2026-01-31', accounts: ['ann', 'ann-admin'] },
          { person: '18', lastDay: '2026-02-01', accounts: [] },
        ])
        expect({ total, rows }).toEqual({ total: null, rows: 2 })
        expect(toDatasetItems('leavers', items).count).toBe(2)
      }),
      { numRuns: 9 },
    )
  })

  test.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
  ] as const)('with a %s between the columns', async (delimiter, mark) => {
    const lines = [
      ['Id', 'Name', 'Last day', 'Accounts'],
      ['17', 'A', '01.02.2026', 'a'],
    ]
    const text = lines.map((cells) => `${cells.join(mark)}\n`).join('')
    const { items } = await read(text, { ...leavers, delimiter })
    expect(items).toEqual([{ person: '17', lastDay: '2026-02-01', accounts: ['a'] }])
  })

  const heading = 'Id,Name,Last day,Accounts\n'
  test.each([
    ['nothing', '', /The file is empty/],
    ['blank lines', '\n\n  \n', /The file is empty/],
    ['a column that is not known', 'Id,Last day,Accounts,Salary\n', /line 1, column Salary: The source does not know/],
    ['a column that is missing', 'Id,Accounts\n', /line 1, column Last day: There is no such column/],
    ['a column twice', 'Id,Last day,Accounts,Id\n', /line 1, column Id: Two columns have this name/],
    ['another delimiter', 'Id;Last day;Accounts\n1;01.02.2026;x\n', /The source does not know this column/],
    ['a bad date', `${heading}17,A,2026-01-31,a\n`, /line 2, column Last day: This is no day as `dmy` says/],
    ['a day that is none', `${heading}17,A,30.02.2026,a\n`, /line 2, column Last day: There is no such day/],
    ['an empty date', `${heading}17,A,,a\n`, /line 2, column Last day: There is no value/],
    ['a name as id', `${heading}Ann Miller,A,01.02.2026,a\n`, /line 2, column Id: This is no id/],
    ['a name as account', `${heading}1,A,01.02.2026,Ann Miller\n`, /line 2, column Accounts: This is no account/],
    ['too few cells', `${heading}17,A,01.02.2026,a\n18,B\n`, /line 3: The row has another number of cells/],
    ['an open quote', `${heading}17,"A,01.02.2026,a\n`, /A quote is not closed/],
    ['a stray quote', `${heading}17,a"b,01.02.2026,a\n`, /line 2: The file is not CSV/],
    ['a row without end', `${heading}17,"${'x'.repeat(2 * 1024 * 1024)}`, /A row is longer than 1 MiB/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0]), /compressed with gzip/],
    ['UTF-16', Buffer.from(`\ufeff${heading}`, 'utf16le'), /UTF-16/],
    ['UTF-16 without a mark', Buffer.from(heading, 'utf16le'), /not text in UTF-8/],
    ['Latin 1', Buffer.from(`${heading}17,M\xfcller,01.02.2026,a\n`, 'latin1'), /not UTF-8/],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n', /pointer of Git LFS/],
  ])('with %s is refused with one message', async (_what, content, message) => {
    const refused = expect(read(content, leavers)).rejects
    await refused.toThrow(message)
    await expect(read(content, leavers)).rejects.toBeInstanceOf(ImportRefused)
  })

  test('a line of 50 MB is refused before all of it was read', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(heading)
      for (; given < 50; given += 1) yield Buffer.alloc(1024 * 1024, 0x61)
    }
    await expect(readItems(endless(), leavers, '')).rejects.toThrow(/A row is longer than 1 MiB/)
    expect(given).toBeLessThan(10)
  })

  test('no value of a file is in a message', async () => {
    const secret = 'ghp_0123456789'
    for (const row of [`${secret} x,A,01.02.2026,a`, `1,A,${secret},a`, `1,A,01.02.2026,${secret} x`]) {
      await expect(read(`${heading}${row}\n`, leavers)).rejects.not.toThrow(secret)
    }
  })
})

describe('a document', () => {
  test('becomes one item for each role, and keeps no address', async () => {
    const { items, total, rows } = await read(document(person, { ...person, email: 'bo', roles: [] }), users)
    const ann = {
      account: pseudonym('ann@example.com'),
      role: 'ops',
      scope: null,
      kind: 'person',
      status: 'active',
      privileged: null,
      mfa: true,
      createdAt: '2023-11-14T22:13:20Z',
      lastUsedAt: '2026-03-02T09:15:30Z',
    }
    expect(items).toEqual([ann, { ...ann, role: 'admin' }, { ...ann, account: 'bo', role: 'none' }])
    expect({ total, rows }).toEqual({ total: 2, rows: 2 })
    expect(toDatasetItems('access-list', items).count).toBe(3)
  })

  test.each([
    ['a value that is not known', { salary: 1 }, /users\[0\]\.\/salary: The source does not know this value/],
    ['one deeper', { state: { name: 'ACTIVE', by: 'x' } }, /\/state\/by: The source does not know/],
    ['a value that is not mapped', { roles: ['root'] }, /column \/roles: The value is not one of those in `values`/],
    ['an object for a value', { mfa: {} }, /column \/mfa: Here belongs a text/],
    ['a value for an object', { state: 'ACTIVE' }, /\/state: Here belongs an object/],
    ['no value', { created: null }, /column \/created: There is no value/],
    ['a number that was rounded', { created: 2 ** 60 }, /too large to be read exactly/],
    ['milliseconds for seconds', { created: 1_700_000_000_000 }, /before 1970 or after 2099/],
    ['a time without zone', { seen: '2026-03-02 10:15:30' }, /column \/seen: The time has no time zone/],
    ['a word for a truth', { mfa: 'yes' }, /neither true nor false/],
  ])('with %s is refused', async (_what, part, message) => {
    await expect(read(document({ ...person, ...part }), users)).rejects.toThrow(message)
  })

  test('without its list, its total or items that are objects is refused', async () => {
    await expect(read('{"total": 0}', users)).rejects.toThrow(/The list of items is not there/)
    await expect(read('{"users": null, "total": 0}', users)).rejects.toThrow(/The list of items is not there/)
    await expect(read('{"users": {}, "total": 0}', users)).rejects.toThrow(/users: Here belongs a list/)
    await expect(read('{"users": []}', users)).rejects.toThrow(/There is no number of all items/)
    await expect(read('{"users": [1], "total": 1}', users)).rejects.toThrow(/An item is no object/)
    expect(await read('{"users": [], "total": 3}', users)).toEqual({ items: [], total: 3, next: null, rows: 0 })
  })

  test('the next page is told', async () => {
    const paged = { ...users, http: { url: 'https://x', pages: 'cursor', next: '/meta/next' } } as const
    const answer = { users: [], total: 0, meta: { next: 'abc' } }
    expect((await read(JSON.stringify(answer), paged)).next).toBe('abc')
    expect((await read(JSON.stringify({ ...answer, meta: { next: null } }), paged)).next).toBeNull()
  })
})

describe('lines', () => {
  const { items: _items, total: _total, ...rest } = users
  const lines: EvidenceSource = { ...rest, format: 'jsonl' }

  test('become items', async () => {
    const text = `${JSON.stringify(person)}\n\n${JSON.stringify({ ...person, roles: ['ops'] })}`
    const whole = await read(text, lines)
    expect(whole.items).toHaveLength(3)
    expect(await read(text.replaceAll('\n', '\r\n'), lines, 7)).toEqual(whole)
  })

  test.each([
    ['{"a": 1}\n', /^line 1, \/a: The source does not know/],
    [`${JSON.stringify(person)}\n{"email": 1`, /^line 2: The JSON ends in the middle/],
    [`${JSON.stringify(person)}\n${JSON.stringify({ ...person, roles: 'x' })}`, /^line 2, column \/roles: /],
    [`${JSON.stringify(person)} {}`, /^line 1: Something follows/],
    [`{"email": "${'x'.repeat(1024 * 1024)}"}`, /^line 1: The line is longer than 1 MiB/],
  ])('that are wrong are refused with their number', async (text, message) => {
    await expect(read(text, lines)).rejects.toThrow(message)
  })
})

describe('a mapping', () => {
  const wrong = (part: Partial<EvidenceSource>) => () => itemMapper({ ...leavers, ...part }, '')
  const [id, day, accounts] = leavers.fields as [
    EvidenceSource['fields'][0],
    EvidenceSource['fields'][0],
    EvidenceSource['fields'][0],
  ]

  test.each([
    ['lacks a field', { fields: [id, day] }, /`accounts` is missing/],
    ['has a field twice', { fields: [id, id, day, accounts] }, /`person` is there twice/],
    [
      'has another field',
      { fields: [id, day, accounts, { field: 'name', value: 'x' }] },
      /`name` is no field of leavers/,
    ],
    ['has one of the prototype', { fields: [{ field: 'constructor', value: 'x' }] }, /`constructor` is no field/],
    ['says nothing of a field', { fields: [{ field: 'person' }, day, accounts] }, /either `from` or `value`/],
    [
      'makes nothing of what is always there',
      { fields: [{ field: 'person', value: null }, day, accounts] },
      /cannot have/,
    ],
    ['makes it optional', { fields: [{ ...id, optional: true }, day, accounts] }, /cannot be `optional`/],
  ])('that %s is refused before a file is read', (_what, part, message) => {
    expect(wrong(part)).toThrow(message)
  })
})

describe('a text', () => {
  const settings: EvidenceSource = {
    ...{ ...base, dataset: 'settings', system: 'x', format: 'jsonl' },
    fields: ['part', 'name', 'value'].map((field) => ({ field, from: field })),
  }
  const valueOfText = async (value: string) =>
    (await read(JSON.stringify({ part: 'p', name: 'n', value }), settings)).items[0]?.['value']

  test('is one line without addresses and secrets, and is cut with a mark', async () => {
    expect(await valueOfText('owner\nis ann@example.com')).toMatch(/^owner is email-sha256:[0-9a-f]{64}$/)
    expect(await valueOfText(`key/${'AKIA'}${'CANARYX7Q3ZT2LMV'}/x`)).toBe('key/(redacted:aws-key)/x')
    const cut = (await valueOfText('x'.repeat(600))) as string
    expect([...cut]).toHaveLength(500)
    expect(cut.endsWith('x…')).toBe(true)
  })
})

describe('an address', () => {
  test('has one pseudonym in one log, and another in another', () => {
    expect(hideEmails('Ann@Example.com', 'a')).toBe(hideEmails('ann@example.com', 'a'))
    expect(hideEmails('ann@example.com', 'a')).not.toBe(hideEmails('ann@example.com', 'b'))
    expect(hideEmails('ann@example.com', 'a')).toMatch(/^email-sha256:[0-9a-f]{64}$/)
  })

  test('is found in a text; accounts of machines are not addresses', () => {
    expect(hideEmails('user/ann@example.com (was bo@example.org)', 's')).not.toMatch(/@|example/)
    const machine = 'ci@project.iam.gserviceaccount.com'
    expect(hideEmails(machine, 's')).toBe(machine)
    expect(hideEmails('actions/checkout@v4', 's')).toBe('actions/checkout@v4')
  })
})
