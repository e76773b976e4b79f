import type { Check, EnvironmentState } from '../../src/model/facts.ts'
import { account, HEAD } from './gate-facts.ts'

/** A check run `ci` of GitHub Actions that succeeded. */
export const checkRun = (more: Partial<Check> = {}): Check => ({
  kind: 'check-run',
  name: 'ci',
  app: 'github-actions',
  by: null,
  state: 'success',
  text: '',
  annotations: 0,
  at: '2026-03-03T10:00:00Z',
  id: 'check-run/1',
  ...more,
})

/** The same as a commit status. */
export const commitStatus = (login: string | null, more: Partial<Check> = {}): Check =>
  checkRun({ kind: 'status', app: null, by: login === null ? null : account(login), annotations: null, ...more })

/** A deployment of the head to staging that runs. */
export const environmentState = (more: Partial<EnvironmentState> = {}): EnvironmentState => ({
  environment: 'staging',
  deployment: 1,
  sha: HEAD,
  state: 'success',
  at: '2026-03-03T10:00:00Z',
  ...more,
})
