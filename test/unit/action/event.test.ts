import { describe, expect, test } from 'vitest'
import { gateTaskOf } from '../../../src/action/event.ts'

const sha = 'a'.repeat(40)
const base = 'b'.repeat(40)

describe('the task of an event', () => {
  test.each([
    ['pull_request', { pull_request: { number: 7 } }, { kind: 'pull-request', number: 7 }],
    ['pull_request_target', { pull_request: { number: 7 } }, { kind: 'pull-request', number: 7 }],
    ['pull_request_review', { pull_request: { number: 7 }, review: {} }, { kind: 'pull-request', number: 7 }],
    [
      'workflow_run',
      { workflow_run: { head_sha: sha, head_branch: 'fix', head_repository: { owner: { login: 'ana-x' } } } },
      { kind: 'head', sha, from: { owner: 'ana-x', branch: 'fix' } },
    ],
    // The repository was deleted, or is none that GitHub would name.
    [
      'workflow_run',
      { workflow_run: { head_sha: sha, head_branch: 'fix', head_repository: null } },
      { kind: 'head', sha, from: undefined },
    ],
    [
      'workflow_run',
      { workflow_run: { head_sha: sha, head_branch: 'fix', head_repository: { owner: { login: 'a:b' } } } },
      { kind: 'head', sha, from: undefined },
    ],
    [
      'push',
      { ref: 'refs/heads/release/1', before: base, after: sha },
      { kind: 'all-open', base: 'release/1', pushed: { before: base, after: sha } },
    ],
    // A new branch, and an event that does not say: everything on it counts as new.
    [
      'push',
      { ref: 'refs/heads/main', before: '0'.repeat(40), after: sha },
      { kind: 'all-open', base: 'main', pushed: undefined },
    ],
    ['push', { ref: 'refs/heads/main' }, { kind: 'all-open', base: 'main', pushed: undefined }],
    [
      'push',
      { ref: 'refs/heads/main', before: base, after: '0'.repeat(40) },
      { kind: 'nothing', why: 'the branch was deleted' },
    ],
    ['push', { ref: 'refs/tags/v1' }, { kind: 'nothing', why: 'only a push to a branch can change the rules' }],
    ['schedule', {}, { kind: 'all-open', base: undefined, pushed: undefined }],
    ['workflow_dispatch', {}, { kind: 'all-open', base: undefined, pushed: undefined }],
    [
      'merge_group',
      {
        merge_group: {
          head_sha: sha,
          base_sha: base,
          base_ref: 'refs/heads/main',
          head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${base}`,
        },
      },
      { kind: 'merge-group', headSha: sha, baseRef: 'main', lastNumber: 12 },
    ],
    [
      'deployment',
      { deployment: { id: 5, sha, environment: 'production' } },
      { kind: 'deployment', id: 5, sha, environment: 'production' },
    ],
  ])('%s', (name, payload, wanted) => {
    expect(gateTaskOf(name, payload)).toEqual(wanted)
  })

  test.each([
    ['pull_request', {}],
    ['pull_request', { pull_request: { number: -1 } }],
    ['pull_request', { pull_request: { number: '7' } }],
    ['pull_request', null],
    ['workflow_run', { workflow_run: { head_sha: 'main' } }],
    [
      'merge_group',
      { merge_group: { head_sha: sha, base_sha: base, base_ref: 'refs/heads/main', head_ref: 'refs/heads/x' } },
    ],
    ['push', {}],
    ['deployment', { deployment: { id: 5 } }],
    ['watch', {}],
  ])('%s with %j is unreadable, not nothing to do', (name, payload) => {
    expect(gateTaskOf(name, payload).kind).toBe('unreadable')
  })
})
