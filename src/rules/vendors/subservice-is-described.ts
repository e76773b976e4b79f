import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInUse } from './in-use.ts'

export const subserviceIsDescribed = defineRule({
  id: 'VEN-002',
  name: 'subservice-is-described',
  title: 'A subservice organisation is carved out or included, and what it has to do is written down',
  subject: 'vendor',
  severity: 'error',
  rationale:
    'The description of the system has to say which controls somebody else operates, and whether the report includes them.',
  remedy:
    'Set `subservice` to carve-out, inclusive or none; for carve-out write a ComplementaryControl (complement: csoc) for each control expected of it, for none a `subserviceReason`.',
  criteria: ['CC9.2'],
  since: '0.1.0',

  check({ value: vendor, at }, { model }) {
    if (!isInUse(vendor)) return notApplicable(`the vendor is ${vendor.status}`)
    const hosted = [...model.systems.values()].filter(
      ({ value }) => value.vendor === vendor.id && value.status !== 'retired',
    )
    const related = hosted.slice(0, 3).map(({ value, at: system }) => ({
      at: system.locate(['vendor'], 'value'),
      message: `${value.id} runs at ${vendor.id}`,
    }))
    const [{ message: why } = { message: `its tier is ${vendor.tier}` }] = related
    const { subservice } = vendor
    if (subservice === undefined) {
      if (hosted.length === 0 && vendor.tier !== 'critical') return notApplicable('nothing of ours depends on it')
      const message = `${vendor.id} does not say whether it is a subservice organisation (${why})`
      return failIfAny([{ message, at: at.locate(), related }])
    }
    const place = at.locate(['subservice'], 'value')
    if (subservice === 'none' && hosted.length > 0 && vendor.subserviceReason === undefined) {
      const message = `${vendor.id} is said to be no subservice organisation without a reason, but ${why}`
      return failIfAny([{ message, at: place, related }])
    }
    const csocs = [...model.complementaryControls.values()].filter(
      ({ value }) => value.complement === 'csoc' && value.vendor === vendor.id,
    )
    if (subservice !== 'carve-out' || csocs.length > 0) return pass
    const message = `${vendor.id} is carved out, but no ComplementaryControl says what is expected of it`
    return failIfAny([{ message, at: place }])
  },
})
