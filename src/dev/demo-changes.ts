import { app } from './demo-edits.ts'
import { people } from './demo-people.ts'
import { pull, type Step } from './demo-steps.ts'

const { ben, hana, eli, ivo, cy, dee, fay } = people

/** What the company changes in its shop, when it releases it, and the one commit that went around review. */
export const shopChanges: readonly Step[] = [
  pull('2025-10-06', 'Show invoices by month', cy, [ben, eli], [app('invoices', 'List of invoices by month')], {
    mergedBy: dee,
  }),
  pull('2025-10-13', 'Update the libraries of October', dee, [ben, hana], [app('libraries', 'October 2025')], {
    category: 'standard',
  }),
  { kind: 'deployment', environment: 'production', by: dee, at: '2025-10-16T09:00:00Z' },
  pull(
    '2025-12-11',
    'Stop writing session tokens to the request log',
    cy,
    [fay],
    [app('logging', 'Session tokens are left out')],
    { category: 'emergency', mergedBy: dee },
  ),
  pull(
    '2026-01-20',
    'End idle sessions after 15 minutes',
    cy,
    [hana, eli],
    [app('sessions', 'Idle limit: 15 minutes')],
    { mergedBy: dee, method: 'merge' },
  ),
  { kind: 'deployment', environment: 'production', by: dee, at: '2026-01-26T09:00:00Z' },
  pull(
    '2026-03-16',
    'Escape | pipes, <b>tags</b>, @team and #1 in exports for $5$',
    cy,
    [ben, eli],
    [app('export', 'Exports escape what people typed')],
    { mergedBy: dee },
  ),
  pull(
    '2026-03-30',
    'Show the total of an invoice first',
    cy,
    [hana, ivo],
    [app('invoices', 'Total, then the list of invoices by month')],
    {
      mergedBy: dee,
      method: 'merge',
    },
  ),
  { kind: 'deployment', environment: 'production', by: dee, at: '2026-04-02T09:00:00Z' },
  pull('2026-05-18', 'Update the libraries of May', dee, [ben, hana], [app('libraries', 'May 2026')], {
    category: 'standard',
  }),
  { kind: 'deployment', environment: 'production', by: dee, at: '2026-05-21T09:00:00Z' },
  {
    kind: 'direct-push',
    title: 'Raise the checkout timeout',
    by: dee,
    at: '2026-06-18T21:40:00Z',
    edits: [app('checkout', 'Timeout: 30 seconds')],
  },
  pull(
    '2026-07-01',
    'Review the timeout that was pushed on 18 June and lower it',
    cy,
    [hana, eli],
    [app('checkout', 'Timeout: 20 seconds')],
    { mergedBy: dee },
  ),
]
