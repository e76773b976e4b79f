import type { Finding } from '../../model/outcome.ts'
import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { missingTypes } from '../event-types.ts'

export const gateFollowsThePullRequest = defineCheck({
  id: 'DOC-027',
  name: 'gate-follows-the-pull-request',
  title: 'The gate runs whenever the pull request changes',
  severity: 'error',
  remedy:
    'Write `types: [opened, reopened, synchronize, edited, ready_for_review, closed]` below `pull_request_target`.',
  check: (facts) =>
    aboutUses(facts, ['gate'], ({ workflow, events }): readonly Finding[] => {
      const event = ['pull_request_target', 'pull_request'].find((name) => events.has(name)) ?? ''
      const missing = missingTypes(workflow, event, ['opened', 'reopened', 'synchronize', 'edited'], byDefault)
      if (missing.length === 0) return []
      const message = `The gate does not run when the pull request is ${missing.join(', ')}`
      const finding = { message, at: workflow.at.locate(['on', event, 'types'], 'key') }
      // Another base has a status of its own, so a missed edit blocks and opens nothing.
      return [missing.join() === 'edited' ? { ...finding, severity: 'warning' } : finding]
    }),
})

/** What GitHub takes where no types are given. */
const byDefault = ['opened', 'reopened', 'synchronize']
