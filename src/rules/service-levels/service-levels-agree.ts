import { averageSeconds } from '../../model/days.ts'
import type { Located } from '../../model/location.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { ServiceLevels } from '../../model/records.ts'
import { bands } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const serviceLevelsAgree = defineRule({
  id: 'SLA-002',
  name: 'service-levels-agree',
  title: 'Service levels agree with each other and are at least as strict as what was promised',
  subject: 'service-levels',
  severity: 'error',
  rationale:
    'A target below the promise is met while the contract is broken, and a check that waits longer than its interval never tells anything.',
  remedy: 'Correct the value that the message names; an internal target should be stricter than the promise.',
  criteria: ['A1.1', 'CC2.3', 'CC7.3'],
  since: '0.1.0',

  check(levels, { model }) {
    if (levels.value.status === 'retired') return notApplicable('the levels are retired')
    return failIfAny([...latency(levels), ...checks(levels), ...responses(levels), ...promises(levels, model)])
  },
})

function latency({ value: { id, latency: target }, at }: Located<ServiceLevels>): Finding[] {
  if (target?.p95Ms === undefined || target.p99Ms === undefined || target.p95Ms <= target.p99Ms) return []
  const message = `${id}: 95 of 100 requests cannot take ${target.p95Ms} ms when 99 of 100 take ${target.p99Ms} ms`
  return [{ message, at: at.locate(['latency', 'p95Ms'], 'value') }]
}

function checks({ value: { id, healthChecks }, at }: Located<ServiceLevels>): Finding[] {
  if (healthChecks === undefined) return []
  const { interval, timeout } = healthChecks
  if (averageSeconds(timeout) < averageSeconds(interval)) return []
  const message = `${id}: a check every ${interval} cannot wait ${timeout} for its answer`
  return [{ message, at: at.locate(['healthChecks', 'timeout'], 'value') }]
}

/** What is worse is answered no later. */
function responses({ value: { id, responseTargets = {} }, at }: Located<ServiceLevels>): Finding[] {
  const written = bands.flatMap((band) => {
    const target = responseTargets[band]
    return target === undefined ? [] : [{ band, target }]
  })
  return written.flatMap(({ band, target }, index) => {
    const less = written[index - 1]
    if (less === undefined) return []
    return (['acknowledge', 'resolve'] as const).flatMap((key) => {
      const [worse, milder] = [target[key], less.target[key]]
      if (worse === undefined || milder === undefined || averageSeconds(worse) <= averageSeconds(milder)) return []
      const message = `${id}: an incident of severity ${band} may take longer to ${key} (${worse}) than one of severity ${less.band} (${milder})`
      return [{ message, at: at.locate(['responseTargets', band, key], 'value') }]
    })
  })
}

function promises({ value: { id, availability }, at }: Located<ServiceLevels>, model: ProgramModel): Finding[] {
  return [...model.commitments.values()].flatMap(({ value: commitment, at: promised }): Finding[] => {
    const { uptime } = commitment
    if (commitment.measuredBy !== id || uptime === undefined || commitment.status === 'withdrawn') return []
    const related = [{ at: promised.locate(['uptime', 'percent'], 'value'), message: 'promised here' }]
    if (availability === undefined) {
      const message = `${id} is to measure the uptime that ${commitment.id} promises, but has no \`availability\``
      return [{ message, at: at.locate(), related }]
    }
    if (availability.target < uptime.percent) {
      const message = `${id} aims at ${availability.target} %, but ${commitment.id} promises ${uptime.percent} %`
      return [{ message, at: at.locate(['availability', 'target'], 'value'), related }]
    }
    if (uptime.window === undefined || averageSeconds(availability.window) <= averageSeconds(uptime.window)) return []
    const message = `${id} counts over ${availability.window}, but ${commitment.id} promises each ${uptime.window}`
    return [{ message, at: at.locate(['availability', 'window'], 'value'), related }]
  })
}
