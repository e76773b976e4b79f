import { startOf } from '../../model/location.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'
import { isAtLeast } from '../version-order.ts'

export const nodeIsSupported = defineCheck({
  id: 'DOC-001',
  name: 'node-is-supported',
  title: 'Node.js is new enough',
  severity: 'error',
  remedy: 'Install Node.js 20.19 or newer.',
  check({ nodeVersion }) {
    if (isAtLeast(nodeVersion, [20, 19])) return pass
    return failIfAny([
      { message: `Node.js ${nodeVersion} runs this; 20.19 is the oldest that is supported`, at: startOf('.') },
    ])
  },
})
