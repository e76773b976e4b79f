import { averageSeconds } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const monitorCanAlert = defineRule({
  id: 'SLA-003',
  name: 'monitor-can-alert',
  title: 'A monitor waits less than its interval, and somebody gets its alerts',
  subject: 'monitor',
  severity: 'error',
  rationale:
    'A check that is started again before it has failed never fails, and an alert without a route is read by nobody.',
  remedy: 'Set `timeout` below `interval`, and name an alert route of this program as `route`.',
  criteria: ['CC7.2', 'A1.1'],
  since: '0.1.0',

  check({ value: monitor, at }) {
    if (monitor.status === 'retired') return notApplicable('the monitor was taken away')
    const findings: Finding[] = []
    const { interval, timeout } = monitor
    if (timeout !== undefined && averageSeconds(timeout) >= averageSeconds(interval)) {
      const message = `${monitor.id}: a look every ${interval} cannot wait ${timeout} for its answer`
      findings.push({ message, at: at.locate(['timeout'], 'value') })
    }
    if (monitor.route === undefined) {
      findings.push({ message: `Nobody gets the alerts of ${monitor.id}: it has no \`route\``, at: at.locate() })
    }
    return failIfAny(findings)
  },
})
