import type { Use, UseKind } from './countersign-step.ts'
import type { Permissions } from './workflow.ts'

/** What the token of a job has to be allowed, by what Countersign does there; the README lists the same. */
export const neededPermissions: Readonly<Record<UseKind, Readonly<Record<string, 'read' | 'write'>>>> = {
  check: { contents: 'read' },
  gate: { contents: 'read', 'pull-requests': 'read', statuses: 'write' },
  deploy: { contents: 'read', deployments: 'read', actions: 'read' },
  record: { contents: 'write', 'pull-requests': 'read', deployments: 'read', actions: 'read' },
  render: { contents: 'read' },
  unknown: {},
}

/** What counts for a job: its own, else those of the workflow; undefined: whatever the repository gives. */
export const grantedTo = ({ job, workflow }: Pick<Use, 'job' | 'workflow'>): Permissions | undefined =>
  job.permissions ?? workflow.permissions

/** What a scope is granted. */
export const levelOf = (permissions: Permissions, scope: string): string =>
  permissions.kind === 'all' ? permissions.level : (permissions.grants.get(scope) ?? 'none')
