/** State of the commit status for each verdict that has one. */
export const statusState = {
  approved: 'success',
  pending: 'pending',
  refused: 'failure',
  'not-determined': 'error',
} as const
