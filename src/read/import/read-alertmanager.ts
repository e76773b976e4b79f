import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'
import { listEach, object, text } from './json-shape.ts'
import type { MappedItem } from './map-item.ts'
import { parseMoment } from './parse-moment.ts'
import { readJson } from './read-json.ts'
import { toScanText } from './scan-text.ts'

const alertShape = object({
  fingerprint: text,
  startsAt: text,
  endsAt: text,
  status: object({ state: text }),
  labels: object({ alertname: text, severity: text }),
})

const statuses: Readonly<Record<string, string>> = { active: 'firing', suppressed: 'suppressed' }

/**
 * Alerts as Alertmanager answers to `GET /api/v2/alerts`, as items of the dataset `alerts`. It holds those that go on, so
 * the end that it gives is when it would stop waiting for news of them.
 *
 * @throws ImportRefused
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export async function readAlertmanager(bytes: Bytes, salt: string): Promise<readonly MappedItem[]> {
  const items: MappedItem[] = []
  await readJson(
    bytes,
    listEach(alertShape, ({ fingerprint, startsAt, status, labels }) => {
      if (items.length >= importLimits.rows)
        throw new ImportRefused(`More than ${importLimits.rows} alerts`, 'Split it.')
      const started = parseMoment(startsAt ?? '')
      if (
        fingerprint === undefined ||
        !/^[0-9a-f]{1,64}$/.test(fingerprint) ||
        labels?.alertname === undefined ||
        !started.ok
      ) {
        throw new ImportRefused(
          'This is no alert of Alertmanager',
          'It has `fingerprint`, `startsAt` and a label `alertname`.',
        )
      }
      items.push({
        id: fingerprint,
        alert: toScanText(labels.alertname, salt, 200),
        severity: labels.severity === undefined ? null : toScanText(labels.severity, salt),
        startedAt: started.moment,
        endedAt: null,
        status: statuses[status?.state ?? ''] ?? 'unknown',
      })
    }),
  )
  return items
}
