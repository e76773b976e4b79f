import type { Alert, AlertFault, AlertFile } from '../model/alert-file.ts'
import type { Located } from '../model/location.ts'
import { YamlPlace } from './document-map.ts'
import { limits } from './limits.ts'
import type { YamlDocument } from './parse-yaml.ts'

type Mapping = Readonly<Record<string, unknown>>

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether a document is a rule file of Prometheus (`groups` at the top), or a PrometheusRule of its operator: neither is a
 * record, wherever it lies.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export function isAlertRules(data: unknown): boolean {
  if (!isMapping(data)) return false
  const { apiVersion, kind } = data
  if (apiVersion === undefined && kind === undefined) return Array.isArray(data['groups'])
  return typeof apiVersion === 'string' && apiVersion.startsWith('monitoring.coreos.com/') && kind === 'PrometheusRule'
}

/** The alerts of a rule file with their labels, and what Prometheus would refuse to load. */
export function readAlertRules(documents: readonly YamlDocument[]): Extract<AlertFile['content'], { kind: 'read' }> {
  const alerts: Located<Alert>[] = []
  const faults: AlertFault[] = []
  for (const { data, map } of documents) {
    const top = new YamlPlace(map, 0)
    const spec = isMapping(data) && isMapping(data['spec']) ? map.part(0, 'spec') : undefined
    const place = spec === undefined ? top : new YamlPlace(map, spec)
    const holder = spec === undefined ? data : (data as Mapping)['spec']
    const groups = isMapping(holder) ? holder['groups'] : undefined
    if (!Array.isArray(groups)) {
      faults.push({ what: 'It is no rule file: there is no list `groups`', at: top.locate() })
      continue
    }
    const places = place.entries('groups')
    for (const [index, group] of groups.entries()) {
      const at = places[index]
      if (at !== undefined) readGroup(group, at, alerts, faults)
    }
  }
  const shown = faults.slice(0, limits.problemsOfFile)
  const last = shown.at(-1)
  const more = faults.length - shown.length
  if (more > 0 && last !== undefined) shown.push({ what: `${more} more faults are in this file`, at: last.at })
  return { kind: 'read', alerts, faults: shown }
}

function readGroup(group: unknown, at: YamlPlace, alerts: Located<Alert>[], faults: AlertFault[]): void {
  const refuse = (what: string, path: (string | number)[] = []) => faults.push({ what, at: at.locate(path) })
  if (!isMapping(group)) {
    refuse('A group is a mapping with `name` and `rules`')
    return
  }
  const { name, rules, labels } = group
  if (typeof name !== 'string' || name === '') refuse('The group has no `name`')
  if (!Array.isArray(rules)) {
    refuse('The group has no list `rules`')
    return
  }
  const shared = readLabels(labels, ['labels'])
  if (shared === undefined) refuse('`labels` is not a mapping of names to texts', ['labels'])
  for (const [index, rule] of rules.entries()) {
    const path = ['rules', index]
    if (!isMapping(rule)) {
      refuse('A rule is a mapping with `alert` or `record`, and `expr`', path)
      continue
    }
    const { alert, record, expr, for: holds } = rule
    if (isText(record) && alert === undefined) continue
    if (!isText(alert) || record !== undefined) {
      refuse('A rule has either `alert` or `record`', path)
      continue
    }
    if (!isText(expr) && typeof expr !== 'number') refuse(`${alert} has no \`expr\``, path)
    if (holds !== undefined && !isPrometheusDuration(holds))
      refuse(`${alert} is to hold \`for\` a time that is none, such as 5m`, [...path, 'for'])
    const own = readLabels(rule['labels'], [...path, 'labels'])
    if (own === undefined) refuse(`\`labels\` of ${alert} is not a mapping of names to texts`, [...path, 'labels'])
    const found = [...(shared ?? []), ...(own ?? [])]
    alerts.push({
      at,
      value: {
        name: alert,
        labels: new Map(found.map(({ label, value }) => [label, value])),
        labelPaths: new Map(found.map(({ label, path: where }) => [label, where])),
        path,
      },
    })
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

/** `5m`, `1h30m`, `0` */
const isPrometheusDuration = (value: unknown): boolean =>
  value === 0 || (typeof value === 'string' && value.length <= 40 && /^(?:0|(?:[0-9]+(?:ms|[smhdwy]))+)$/.test(value))

/** undefined where it is no mapping of names to scalars; none where it is left out. */
function readLabels(labels: unknown, at: readonly (string | number)[]) {
  if (labels === undefined) return []
  if (!isMapping(labels)) return undefined
  const found = Object.entries(labels)
  if (found.some(([, value]) => typeof value === 'object')) return undefined
  return found.map(([label, value]) => ({ label, value: String(value), path: [...at, label] }))
}
