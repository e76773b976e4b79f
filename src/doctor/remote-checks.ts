import type { RemoteCheck } from './define-check.ts'

/** What only the forge knows. It is listed and not judged. */
export const remoteChecks: readonly RemoteCheck[] = [
  {
    id: 'DOC-101',
    title: 'The status `countersign/gate (BRANCH)` is required on the protected branch, for administrators too',
  },
  { id: 'DOC-102', title: 'The evidence and documents branches can be neither deleted nor force-pushed' },
  {
    id: 'DOC-103',
    title: 'The environment of the recording holds the log key, and only the default branch may use it',
  },
  { id: 'DOC-104', title: 'The code owners exist and may write, and their review is required' },
  { id: 'DOC-105', title: 'Workflows have a read-only token by default and may not approve pull requests' },
]
