import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toDatasetItems } from '../../../../src/evidence/dataset-items.ts'
import { readAlertmanager } from '../../../../src/read/import/read-alertmanager.ts'
import { readPrometheusRules } from '../../../../src/read/import/read-prometheus-rules.ts'
import { checked } from '../../../support/byte-chunks.ts'

const rules = `groups:
  - name: access
    labels: { soc2_control: CC7.2 }
    rules:
      - record: job:x
        expr: up
      - alert: ManyFailedLogins
        expr: rate(failed_logins[5m]) > 5
        for: 5m
        labels: { severity: page }
      - alert: Down
        expr: up == 0
`
const readRules = (text: string | Uint8Array) => readPrometheusRules(checked(text), 's')
const readAlerts = (text: string) => readAlertmanager(checked(text), 's')
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

describe('a rule file of Prometheus', () => {
  test('gives its alerts', async () => {
    const items = await readRules(rules)
    expect(items).toEqual([
      {
        group: 'access',
        alert: 'ManyFailedLogins',
        severity: 'page',
        control: 'CC7.2',
        for: '5m',
        expressionDigest: digest('rate(failed_logins[5m]) > 5'),
      },
      {
        group: 'access',
        alert: 'Down',
        severity: null,
        control: 'CC7.2',
        for: null,
        expressionDigest: digest('up == 0'),
      },
    ])
    expect(toDatasetItems('alert-rules', items).count).toBe(2)
    const resource = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n${rules.replaceAll(/^/gm, '  ').trimEnd()}\n`
    expect(await readRules(resource)).toEqual(items)
  })

  test.each([
    ['another document', 'kind: Policy\n', /This is no rule file/],
    ['one that Prometheus refuses', rules.replace('expr: up == 0', 'for: soon'), /line \d+: Down has no `expr`/],
    ['one without alerts', 'groups: []\n', /no alerting rule/],
    ['no YAML', 'groups: [\n', /line \d+: /],
    ['an alias', 'groups: &a []\nx: *a\n', /line 1: /],
    ['one that is large', `# ${'x'.repeat(2 * 1024 * 1024)}`, /larger than 1 MiB/],
    ['Latin 1', Buffer.from('groups: []\n# \xe4\n\n\n', 'latin1'), /not UTF-8/],
  ])('that is %s is refused', async (_what, text, message) => {
    await expect(readRules(text)).rejects.toThrow(message)
  })
})

describe('alerts of Alertmanager', () => {
  const alert = {
    annotations: { summary: 'ann@example.com locked' },
    endsAt: '2026-03-02T10:20:30.000Z',
    startsAt: '2026-03-02T10:15:30.000Z',
    fingerprint: '03f0a1b2c3d4e5f6',
    status: { inhibitedBy: [], silencedBy: [], state: 'active' },
    labels: { alertname: 'ManyFailedLogins', severity: 'page', instance: 'a' },
  }

  test('are read without what people wrote in them', async () => {
    const items = await readAlerts(JSON.stringify([alert, { ...alert, status: { state: 'suppressed' } }]))
    expect(items[0]).toEqual({
      ...{ id: '03f0a1b2c3d4e5f6', alert: 'ManyFailedLogins', severity: 'page' },
      ...{ startedAt: '2026-03-02T10:15:30Z', endedAt: null, status: 'firing' },
    })
    expect(items[1]?.['status']).toBe('suppressed')
    expect(toDatasetItems('alerts', items).count).toBe(2)
    expect(await readAlerts('[]')).toEqual([])
  })

  test.each([
    ['{}', /Here belongs a list/],
    [JSON.stringify([{ ...alert, fingerprint: null }]), /\[0\]: This is no alert/],
    [JSON.stringify([{ ...alert, startsAt: 'soon' }]), /\[0\]: This is no alert/],
    [JSON.stringify([{ ...alert, labels: {} }]), /\[0\]: This is no alert/],
  ])('that are something else are refused: %#', async (text, message) => {
    await expect(readAlerts(text)).rejects.toThrow(message)
  })
})
