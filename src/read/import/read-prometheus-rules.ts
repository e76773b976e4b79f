import { createHash } from 'node:crypto'
import { limits } from '../limits.ts'
import { parseYaml } from '../parse-yaml.ts'
import { isAlertRules, readAlertRules } from '../read-alert-rules.ts'
import type { Bytes } from './checked-bytes.ts'
import { ImportRefused } from './import-refused.ts'
import type { MappedItem } from './map-item.ts'
import { readWhole } from './read-whole.ts'
import { toScanText } from './scan-text.ts'

type Mapping = Readonly<Record<string, unknown>>

/**
 * The alerting rules of a rule file of Prometheus, as items of the dataset `alert-rules`. A file that Prometheus would not
 * load is refused, and so is one without an alert.
 *
 * @throws ImportRefused
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export async function readPrometheusRules(bytes: Bytes, salt: string): Promise<readonly MappedItem[]> {
  const whole = await readWhole(bytes, limits.ruleFileBytes)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(whole)
  } catch (cause) {
    throw new ImportRefused('The file is not UTF-8', 'Save it as UTF-8.', {}, { cause })
  }
  const { documents, problems } = parseYaml('rules', text)
  const [problem] = [...problems, ...documents.flatMap((document) => document.problems)]
  if (problem !== undefined) throw new ImportRefused(problem.what, problem.remedy, { line: problem.at.line })
  const stranger = documents.find(({ data }) => !isAlertRules(data))
  if (documents.length === 0 || stranger !== undefined) {
    throw new ImportRefused('This is no rule file of Prometheus', 'It has a list `groups`.')
  }
  const [fault] = readAlertRules(documents).faults
  if (fault !== undefined) throw new ImportRefused(fault.what, 'Prometheus would not load it.', { line: fault.at.line })
  const items = documents.flatMap(({ data }) => itemsOf(data as Mapping, salt))
  if (items.length === 0)
    throw new ImportRefused('There is no alerting rule in the file', 'Name the file that has them.')
  return items
}

/** The form was checked. */
function itemsOf(data: Mapping, salt: string): MappedItem[] {
  const holder = (data['spec'] as Mapping | undefined) ?? data
  return (holder['groups'] as readonly Mapping[]).flatMap((group) =>
    (group['rules'] as readonly Mapping[]).flatMap((rule): MappedItem[] => {
      if (typeof rule['alert'] !== 'string') return []
      const labels = { ...(group['labels'] as Mapping | undefined), ...(rule['labels'] as Mapping | undefined) }
      const label = (name: string) => (labels[name] === undefined ? null : toScanText(String(labels[name]), salt))
      return [
        {
          group: toScanText(String(group['name']), salt, 200),
          alert: toScanText(rule['alert'], salt, 200),
          severity: label('severity'),
          control: label('soc2_control') ?? label('control'),
          for: rule['for'] === undefined ? null : String(rule['for']),
          expressionDigest: createHash('sha256').update(String(rule['expr'])).digest('hex'),
        },
      ]
    }),
  )
}
