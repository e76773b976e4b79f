import type { FindingItem } from '../../../model/dataset-items.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { isObject, malformed, toId, toObject } from '../json.ts'
import { partLog } from './part-log.ts'
import { type CollectSubject, itemMoment, itemMomentOrNull, itemText } from './subject.ts'
import type { SystemReading } from './system-reading.ts'

/** Alerts about dependencies, code and secrets, open and closed. */
export async function readFindings(
  session: Session,
  { repository: { parameters, about, system } }: CollectSubject,
): Promise<readonly SystemReading[]> {
  const log = partLog(session)
  const lists = await Promise.all([
    log.list({
      part: 'alerts about dependencies',
      endpoint: endpoints.dependencyAlerts,
      parameters,
      about,
      byCursor: true,
      parse: toDependencyFinding,
    }),
    log.list({ part: 'alerts about code', endpoint: endpoints.codeAlerts, parameters, about, parse: toCodeFinding }),
    log.list({
      part: 'alerts about secrets',
      endpoint: endpoints.secretAlerts,
      // The secret stays with the forge; where it comes nevertheless, it is not looked at.
      parameters: { ...parameters, hide_secret: true },
      about,
      parse: toSecretFinding,
    }),
  ])
  return [{ system, items: lists.flatMap(({ entries }) => entries), parts: log.parts() }]
}

const severities = new Map<unknown, FindingItem['severity']>([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
])

/** Ids of checks have visible characters only. */
const checkId = (value: unknown, what: string) =>
  itemText(value, what)
    .replace(/[^!-~]/g, (character) => encodeURIComponent(character))
    .slice(0, 200)

function toDependencyFinding(entry: unknown): FindingItem {
  const alert = toObject(entry, 'an alert about a dependency')
  const number = toId(alert['number'], 'the number of an alert')
  const dependency = toObject(alert['dependency'], 'the dependency of an alert')
  const named = isObject(dependency['package']) ? dependency['package'] : {}
  const { severity } = toObject(alert['security_vulnerability'], 'the vulnerability of an alert')
  const advisory = toObject(alert['security_advisory'], 'the advisory of an alert')
  const where = [`${named['ecosystem'] ?? ''} ${named['name'] ?? ''}`.trim(), dependency['manifest_path'] ?? '']
  return {
    check: checkId(advisory['ghsa_id'], 'the advisory of an alert'),
    resource: itemText(
      `dependency alert ${number}: ${where.filter((part) => part !== '').join(' in ')}`,
      'a place',
      500,
    ),
    severity: severities.get(severity) ?? 'unrated',
    status: stateOf(alert['state'], { fixed: 'passed', dismissed: 'suppressed', auto_dismissed: 'suppressed' }),
    openedAt: itemMoment(alert['created_at'], 'when an alert was made'),
    closedAt: itemMomentOrNull(
      alert['fixed_at'] ?? alert['dismissed_at'] ?? alert['auto_dismissed_at'],
      'when an alert was closed',
    ),
  }
}

function toCodeFinding(entry: unknown): FindingItem {
  const alert = toObject(entry, 'an alert about code')
  const number = toId(alert['number'], 'the number of an alert')
  const rule = toObject(alert['rule'], 'the rule of an alert')
  const tool = isObject(alert['tool']) ? alert['tool']['name'] : undefined
  const instance = isObject(alert['most_recent_instance']) ? alert['most_recent_instance'] : {}
  const place = isObject(instance['location']) ? instance['location'] : {}
  const where = typeof place['path'] === 'string' ? `${place['path']}:${place['start_line'] ?? 1}` : 'no place'
  return {
    check: checkId(rule['id'] ?? rule['name'], 'the rule of an alert'),
    resource: itemText(`code alert ${number} of ${tool ?? 'a tool'}: ${where}`, 'a place', 500),
    severity:
      severities.get(rule['security_severity_level']) ?? (rule['severity'] === 'note' ? 'informational' : 'unrated'),
    status: stateOf(alert['state'], { fixed: 'passed', dismissed: 'suppressed' }),
    openedAt: itemMoment(alert['created_at'], 'when an alert was made'),
    closedAt: itemMomentOrNull(alert['fixed_at'] ?? alert['dismissed_at'], 'when an alert was closed'),
  }
}

function toSecretFinding(entry: unknown): FindingItem {
  const alert = toObject(entry, 'an alert about a secret')
  const { state, resolution, validity } = alert
  const number = toId(alert['number'], 'the number of an alert')
  const known = validity === 'active' || validity === 'inactive' ? validity : 'validity unknown'
  return {
    check: checkId(alert['secret_type'], 'the kind of a secret'),
    resource: `secret alert ${number}, ${known}`,
    severity: 'unrated',
    // Closed as a mistake or as accepted is a person's word; only a secret that was revoked is as it must be.
    status: stateOf(state, { resolved: resolution === 'revoked' ? 'passed' : 'suppressed' }),
    openedAt: itemMoment(alert['created_at'], 'when an alert was made'),
    closedAt: itemMomentOrNull(alert['resolved_at'], 'when an alert was closed'),
  }
}

/** @throws ForgeUnreachable for a state that is not known: it is no reason to think that all is well */
function stateOf(state: unknown, closed: Readonly<Record<string, FindingItem['status']>>): FindingItem['status'] {
  if (state === 'open') return 'failed'
  const found = typeof state === 'string' && Object.hasOwn(closed, state) ? closed[state] : undefined
  if (found === undefined) throw malformed('the state of an alert', 'one that is known')
  return found
}
