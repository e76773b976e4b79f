import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeFiles } from '../../../src/adapters/node-files.ts'
import { limits } from '../../../src/read/limits.ts'
import { check } from '../../../src/usecases/check.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const monitoring = (...files: string[]) => `apiVersion: countersign/v1
kind: CommunicationPlan
id: COM-MAIN
title: Communications
channels: [{ id: pager, title: Pager, type: pagerduty }]
communications: []
---
apiVersion: countersign/v1
kind: Monitoring
id: MON-MAIN
title: Monitoring
alertRoutes: [{ id: all, title: All, channel: pager }]
prometheus:
  ruleFiles:
${files.map((file) => `    - ${JSON.stringify(file)}`).join('\n')}
`
const rules = (control = 'CC6.1') => `groups:
  - name: access
    rules:
      - alert: ManyFailures
        expr: rate(failures_total[5m]) > 10
        labels: { severity: warning, soc2_control: ${JSON.stringify(control)} }
`

/** Checks a repository of these files; the program is in `compliance`. */
async function checked(files: Readonly<Record<string, string | Uint8Array>>, prepare?: (root: string) => void) {
  const root = mkdtempSync(join(tmpdir(), 'alert-files-'))
  folders.push(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  prepare?.(root)
  const run = await check(
    { settingsPath: 'countersign.yaml', asOf: '2026-06-15', required: [], paths: [] },
    { files: nodeFiles(root), clock: { now: () => 0 }, history: () => Promise.reject(new Error('not asked for')) },
  )
  const { report } = run
  return {
    run,
    found: report.items.map(
      ({ code, at, message }) => `${at.file}:${at.line}:${at.column}-${at.endColumn} ${code} ${message}`,
    ),
    open: report.notDetermined.filter(({ rule }) => rule !== 'SCP-004').map(({ rule, why }) => `${rule} ${why}`),
  }
}

describe('a rule file outside the program folder', () => {
  test('is read where it lies', async () => {
    const { found, open } = await checked({
      'compliance/m.yaml': monitoring('prometheus/alerts/soc2.yml'),
      'prometheus/alerts/soc2.yml': rules(),
    })
    expect(found).toEqual([])
    expect(open).toEqual([])
  })

  test('has its findings at the place in it, and its text for the frame', async () => {
    const { found, run } = await checked({
      'compliance/m.yaml': monitoring('ops/soc2.yaml'),
      'ops/soc2.yaml': `\uFEFF${rules('C1.3').replaceAll('\n', '\r\n')}`,
    })
    expect(found).toEqual(['ops/soc2.yaml:6:52-58 COM-002 ManyFailures serves C1.3, which does not exist'])
    expect(run.report.items[0]?.hint).toBe('the official id is C1.2')
    expect(run.textOf('ops/soc2.yaml')).toContain('ManyFailures')
  })

  test('that is not there is a finding where it is named', async () => {
    const { found } = await checked({ 'compliance/m.yaml': monitoring('ops/soc2.yaml') })
    expect(found).toEqual(['compliance/m.yaml:15:7-22 COM-002 There is no rule file ops/soc2.yaml'])
  })

  test.each([
    ['no YAML', 'groups: [', /ops\/soc2\.yaml:1:9-10 COM-002 The rule file cannot be read: /],
    ['an alias', 'a: &b 1\ngroups: [*b]', /COM-002 The rule file cannot be read: The anchor `&b` is not allowed/],
    [
      'a key twice',
      `${rules()}groups: []\n`,
      /COM-002 The rule file cannot be read: The key `groups` is written twice/,
    ],
    ['nothing', '', /COM-002 The rule file cannot be read: The file is empty/],
    ['no UTF-8', new Uint8Array([0x67, 0xff]), /COM-002 The rule file cannot be read: The file is not UTF-8/],
    [
      'too much',
      ' '.repeat(limits.ruleFileBytes + 1),
      /COM-002 The rule file cannot be read: The file has 1048577 bytes/,
    ],
    ['no rules', 'just: text\n', /ops\/soc2\.yaml:1:1-5 COM-002 Prometheus does not load this: It is no rule file/],
    ['groups that are none', 'groups: { a: 1 }\n', /COM-002 Prometheus does not load this: It is no rule file/],
    ['names of objects', 'groups: [{ name: a, rules: [{ __proto__: 1 }] }]\n', /`__proto__` is not allowed/],
  ])('that holds %s is a finding', async (_name, content, wanted) => {
    const { found } = await checked({ 'compliance/m.yaml': monitoring('ops/soc2.yaml'), 'ops/soc2.yaml': content })
    expect(found).toEqual([expect.stringMatching(wanted)])
  })

  test('with thousands of faults lists some and counts the others', async () => {
    const { found } = await checked({
      'compliance/m.yaml': monitoring('ops/soc2.yaml'),
      'ops/soc2.yaml': `groups:\n  - name: many\n    rules:\n${'      - 1\n'.repeat(5000)}`,
    })
    expect(found).toHaveLength(limits.problemsOfFile + 1)
    expect(found.join()).toContain(`${5000 - limits.problemsOfFile} more faults are in this file`)
  })

  test('is not reached through a link', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'alert-files-'))
    folders.push(elsewhere)
    writeFileSync(join(elsewhere, 'soc2.yaml'), rules('secret'))
    const { found } = await checked({ 'compliance/m.yaml': monitoring('soc2.yaml', 'ops/soc2.yaml') }, (root) => {
      symlinkSync(join(elsewhere, 'soc2.yaml'), join(root, 'soc2.yaml'))
      symlinkSync(elsewhere, join(root, 'ops'))
    })
    expect(found).toEqual([
      'ops/soc2.yaml:1:1-1 COM-002 The rule file cannot be read: A folder of this path is a symbolic link, and links are not followed',
      'soc2.yaml:1:1-1 COM-002 The rule file cannot be read: This is a symbolic link, and links are not followed',
    ])
  })

  test.each([
    '../soc2.yaml',
    '/etc/soc2.yaml',
    'ops/../../soc2.yaml',
    'ops/./soc2.yaml',
    '.git/soc2.yaml',
    'C:/soc2.yaml',
    '~/soc2.yaml',
    'ops\\soc2.yaml',
    'ops/passwd',
  ])('cannot be named as %s', async (path) => {
    const { found } = await checked({ 'compliance/m.yaml': monitoring(path) })
    expect(found).toEqual([expect.stringMatching(/compliance\/m\.yaml:15:7-\d+ SCH-003 .*has not the right form/)])
  })

  test('whose severity is known only when it fires leaves the check open', async () => {
    const { found, open, run } = await checked({
      'compliance/m.yaml': monitoring('ops/soc2.yaml'),
      'ops/soc2.yaml': rules().replace('severity: warning', 'severity: "{{ $labels.severity }}"'),
    })
    expect(found).toEqual([])
    expect(open).toEqual(['COM-002 the severity of ManyFailures is known only when it fires'])
    expect(run.report.verdict).toBe('not-determined')
  })
})

describe('a rule file among the records', () => {
  test('is no broken record, and says so where nobody names it', async () => {
    const { found } = await checked({
      'compliance/m.yaml': monitoring('compliance/a.yaml'),
      'compliance/a.yaml': rules(),
    })
    expect(found).toEqual([])
    const unnamed = await checked({ 'compliance/a.yaml': rules() })
    expect(unnamed.found).toEqual([
      'compliance/a.yaml:2:5-9 COM-002 compliance/a.yaml holds alerting rules, but no Monitoring record names it, so nothing in it was looked at',
    ])
  })

  test('with a problem of its own is told once and leaves the rule open', async () => {
    const { found, open } = await checked({
      'compliance/m.yaml': monitoring('compliance/a.yaml'),
      'compliance/a.yaml': 'groups: [',
    })
    expect(found).toEqual([expect.stringMatching(/^compliance\/a\.yaml:1:9-10 YML-004 /)])
    expect(open).toEqual(['COM-002 compliance/a.yaml has problems of its own'])
  })

  test('that is named does not hide the problems of records in it', async () => {
    const { found } = await checked({
      'compliance/m.yaml': monitoring('compliance/a.yaml'),
      'compliance/a.yaml': `${rules()}---\napiVersion: countersign/v1\nkind: Peple\n`,
    })
    expect(found).toEqual([expect.stringMatching(/^compliance\/a\.yaml:9:7-12 SCH-005 Unknown kind/)])
  })
})
