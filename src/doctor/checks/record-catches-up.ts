import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const recordCatchesUp = defineCheck({
  id: 'DOC-042',
  name: 'record-catches-up',
  title: 'The recording also runs on a schedule',
  severity: 'warning',
  remedy: 'Add `schedule:` to the workflow: what an outage or a full queue kept from being recorded is caught up then.',
  check: (facts) =>
    aboutUses(facts, ['record'], ({ workflow, events }) =>
      events.has('schedule')
        ? []
        : [{ message: 'Nothing catches up what a run missed', at: workflow.at.locate(['on'], 'key') }],
    ),
})
