import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogRecord } from '../../../src/model/log-record.ts'
import { defineDocument } from '../../../src/render/define-document.ts'
import { documentFrame } from '../../../src/render/document-frame.ts'
import { pageContext } from '../../../src/render/page-context.ts'
import { allDocuments } from '../../../src/render/pages/registry.gen.ts'
import { documentsWith, recordsWith } from '../../support/documents-with.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { logCreated, logOf, merged } from '../../support/log-builder.ts'
import { renderInputOf, renderRepository } from '../../support/render-repository.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const program = `apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: SOC 2 program
status: operating
organisation: { name: Example, securityLead: ana }
system: { name: Shop }
categories: [CC]
reportType: type1
`
const people = `apiVersion: countersign/v1
kind: People
people:
  - { id: ana, name: Ana Example, accounts: [{ login: ana, id: 1 }], type: employee, start: "2020-01-01" }
  - { id: ben, name: Ben Example, accounts: [{ login: ben, id: 2 }], type: employee, start: "2020-01-01" }
`
const policy = (version: string, more = 'status: effective') => `apiVersion: countersign/v1
kind: Policy
id: POL-A
title: A policy
version: "${version}"
owner: ben
body: POL-A.md
reviewEvery: P1Y
lastReviewed: "2026-01-01"
classification: confidential
${more}
`
const risks = (...ids: readonly string[]) => `apiVersion: countersign/v1
kind: RiskRegister
id: RGR-A
title: Risks
risks:${ids.length === 0 ? ' []' : ''}
${ids.map((id) => `  - {id: ${id}, title: Risk ${id}, category: change, owner: ben, inherent: {likelihood: rare, impact: minor}, treatment: mitigate, status: open}\n`).join('')}`

const url = 'https://github.com/example/shop'

/** The rows of the frame under the title of a page. */
function frameOf(page: string | undefined): Readonly<Record<string, string>> {
  const [title = '', blank, ...lines] = (page ?? '').split('\n')
  expect([title.startsWith('# '), blank]).toEqual([true, ''])
  const end = lines.indexOf('')
  const rows = lines.slice(0, end).filter((line) => !line.startsWith('| :'))
  return Object.fromEntries(rows.map((row) => row.slice(2, -2).split(' | ')))
}
const section = (page: string | undefined, title: string) =>
  page?.split(`\n## ${title}\n`)[1]?.split(/\n(?:## |---\n)/)[0] ?? ''

describe('the frame of a page', () => {
  test('stands on every page, between its title and its text, with the footer last', () => {
    const ids = allDocuments.map(({ id }) => id)
    for (const [path, text] of documentsWith()) {
      if (!path.endsWith('.md')) continue
      const frame = frameOf(text)
      expect([path, Object.keys(frame)]).toEqual([
        path,
        ['Document', 'Version', 'Owner', expect.stringMatching(/^Approved by/), 'Classification'],
      ])
      expect(ids).toContain(frame['Document']?.split(',')[0])
      expect([path, frame['Classification']]).toEqual([
        path,
        expect.stringMatching(/^(?:public|internal|confidential)$/),
      ])
      expect([path, text.trimEnd().endsWith("Management's evaluation, not an auditor's opinion.")]).toEqual([
        path,
        true,
      ])
      expect([path, text.split(': from which commit and checkpoint').length]).toEqual([path, 2])
    }
  })

  test('of a page without records names neither the size of the log nor a day', () => {
    const short = documentsWith({ log: logOf(...recordsWith('x')) }).get('evidence/README.md')
    const long = documentsWith({ log: logOf(...recordsWith('x'), merged(77, { at: '2026-06-29T10:00:00Z' })) })
    expect(frameOf(long.get('evidence/README.md'))).toEqual(frameOf(short))
    expect(frameOf(short)['Version']).toBe('computed: [PIN](../PIN) names the commit, the checkpoint and the day')
  })
})

describe('of records in a real repository', () => {
  let folder = ''
  let merges: readonly LogRecord[] = []
  let pages: ReadonlyMap<string, string>
  const commits: Record<string, string> = {}
  const put = (path: string, text: string) => sandbox.write(folder, `compliance/${path}`, text)
  const commit = (name: string) => {
    commits[name] = sandbox.commit(folder, name)
  }

  beforeAll(async () => {
    folder = sandbox.work('frame')
    put('program.yaml', program)
    put('people.yaml', people)
    put('a/POL-A.yaml', policy('0.1.0', 'status: draft'))
    put('a/POL-A.md', 'The first text.\n')
    put('risks.yaml', risks('RSK-A', 'RSK-B'))
    commit('start')
    put('a/POL-A.yaml', policy('1.0.0'))
    commit('adopt')
    sandbox.run(folder, 'mv', 'compliance/a', 'compliance/b c')
    commit('move')
    put('b c/POL-A.md', 'The second text.\n')
    commit('change the text')
    put('risks.yaml', risks('RSK-A'))
    commit('remove a risk')
    put('other.yaml', risks().replace('RGR-A', 'RGR-B'))
    commit('something else')
    merges = logOf(
      logCreated({ at: '2026-01-02T10:00:00Z' }),
      merged(7, { at: '2026-01-03T10:00:00Z' }, { mergeSha: commits['change the text'] ?? '', landed: [] }),
    )
    pages = await renderRepository(sandbox, folder, { asOf: '2026-06-30', log: merges, url })
  })

  test('a policy has the version, the owner and the approvers of the commit that last changed record or text', () => {
    expect(frameOf(pages.get('policies/POL-A.md'))).toEqual({
      Document: 'DOC-POLICIES, POL-A',
      Version: '`1.0.0`, effective from 2026-01-03, on the protected branch since 2026-01-03',
      Owner: 'Ben Example',
      'Approved by, from the evidence log':
        'Ana Example, Ben Example; pull request [#7](https://github.com/example/shop/pull/7), [record 1](../evidence/2026-01.md#record-1)',
      Classification: 'confidential',
    })
  })

  test('its source is a link to the file at that commit, wherever it stood then, and never at HEAD', () => {
    const sha = commits['change the text'] ?? ''
    const source = section(pages.get('policies/POL-A.md'), 'Source')
    expect(source).toContain(`(${url}/blob/${sha}/compliance/b%20c/POL-A.yaml#L3)`)
    expect(source).toContain(`(${url}/blob/${sha}/compliance/b%20c/POL-A.md)`)
    expect(sandbox.run(folder, 'show', `${sha}:compliance/b c/POL-A.yaml`).split('\n')[2]).toBe('id: POL-A')
    // Pages of changes list the commits of the branch, and one that no record brought is named there.
    for (const [path, text] of pages)
      if (path !== 'PIN' && !path.startsWith('changes/'))
        expect([path, text.includes(commits['something else'] ?? '-')]).toEqual([path, false])
  })

  test('its revisions follow it through a rename, which is none', () => {
    const rows = section(pages.get('policies/POL-A.md'), 'Revisions')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(rows.map((row) => row.split(' | ').slice(0, 5))).toEqual([
      ['| `1.0.0`', '2026-01-03', 'Change 7', 'cy', 'Ana Example, Ben Example'],
      ['| `1.0.0`', '2026-01-02', 'adopt', 'not determined', 'not determined'],
      ['| `0.1.0`', '2026-01-02', 'start', 'not determined', 'not determined'],
    ])
  })

  test('a page of several records counts the commits that changed any, and one that is gone does not take it back', () => {
    const page = pages.get('risk-register.md')
    expect(frameOf(page)).toMatchObject({
      Document: 'DOC-RISK-REGISTER',
      Version: '2, effective and on the protected branch since 2026-01-02',
    })
    const rows = section(page, 'Revisions')
      .split('\n')
      .filter((line) => /^\| \d/.test(line))
    expect(rows.map((row) => row.split(' | ')[2])).toEqual([
      'remove a risk<br>RSK-B (removed)',
      'start<br>[RSK-A](risks/RSK-A.md), RSK-B',
    ])
    expect(section(page, 'Revisions')).toContain('counts the commits of the protected branch that changed a record')
  })

  test('names no committer as approver and no address where none is known', async () => {
    const plain = await renderRepository(sandbox, folder, { asOf: '2026-06-30' })
    const page = plain.get('policies/POL-A.md')
    expect(frameOf(page)['Approved by, from the evidence log']).toBe(
      'not determined: the log has no record of the change',
    )
    expect(section(page, 'Source')).toContain('compliance/b c/POL-A.yaml, line 3, compliance/b c/POL-A.md at commit `')
    for (const [path, text] of plain) expect([path, text.includes('https://')]).toEqual([path, false])
  })

  test('a policy says which text was in force on the day, and says so where none was', async () => {
    const at = async (asOf: string) =>
      (await renderRepository(sandbox, folder, { asOf, log: merges })).get('policies/POL-A.md')
    const before = await at('2026-01-02')
    expect(before).toContain('**In force:** version `1.0.0`, since 2026-01-02.')
    expect(section(before, 'Text')).toContain('The first text.')
    expect(frameOf(before)).toMatchObject({
      Version: '`1.0.0`, effective from 2026-01-02, on the protected branch since 2026-01-02',
      'Approved by, from the evidence log': 'not determined: the log has no record of the change',
    })
    expect(section(await at('2026-01-03'), 'Text')).toContain('The second text.')
    const never = await at('2026-01-01')
    expect(never).toContain('> No text of this policy is in force: it was not on the branch yet.')
    expect(frameOf(never)['Version']).toContain('which is after the day these pages speak for')
  })

  test('a policy that is gone has a page for the days on which it was in force', async () => {
    const gone = sandbox.path('gone')
    sandbox.run(sandbox.folder, 'clone', '-q', folder, gone)
    sandbox.run(gone, 'rm', '-q', '-r', 'compliance/b c')
    sandbox.commit(gone, 'remove the policy')
    const was = await renderRepository(sandbox, gone, { asOf: '2026-01-01' })
    expect(was.has('policies/POL-A.md')).toBe(false)
    const log = logOf(
      merged(8, { at: '2026-05-01T10:00:00Z' }, { mergeSha: sandbox.run(gone, 'rev-parse', 'HEAD'), landed: [] }),
    )
    const before = await renderRepository(sandbox, gone, { asOf: '2026-04-30', log })
    expect(section(before.get('policies/POL-A.md'), 'Text')).toContain('The second text.')
    expect(before.get('policies/README.md')).toContain('[POL-A](POL-A.md)')
    expect((await renderRepository(sandbox, gone, { asOf: '2026-05-01', log })).has('policies/POL-A.md')).toBe(false)
  })
})

test('a page may state all records of a kind, those without an id by their file', async () => {
  const folder = sandbox.work('kinds')
  sandbox.write(folder, 'compliance/program.yaml', program)
  sandbox.write(folder, 'compliance/people.yaml', people)
  sandbox.commit(folder, 'start')
  sandbox.write(folder, 'compliance/people.yaml', people.replace('Ben Example', 'Benjamin Example'))
  const commit = sandbox.commit(folder, 'rename Ben')
  const input = await renderInputOf(sandbox, folder, { asOf: '2026-06-30' })
  const document = defineDocument({
    ...{ id: 'DOC-KIND', title: 'Kind', about: '', path: 'kind.md', part: 'program', classification: 'internal' },
    pages: () => new Map(),
  })
  const context = pageContext(input, [document])
  const text = documentFrame(context)(document, 'kind.md', {
    text: `# Kind\n\nWords.\n\n${context.footer('')}\n`,
    records: ['People', 'Vendor'],
  })
  expect(frameOf(text)['Version']).toBe('2, effective and on the protected branch since 2026-01-02')
  expect(section(text, 'Source')).toContain(
    `| People in compliance/people.yaml | compliance/people.yaml, line 1 at commit \`${commit.slice(0, 12)}\` |`,
  )
  expect(section(text, 'Revisions')).toContain('rename Ben<br>People in compliance/people.yaml')
})
