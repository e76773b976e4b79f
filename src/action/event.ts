/**
 * What a workflow event asks a gate to judge. The payload is data from outside: a part that is missing or of another form
 * makes the event unreadable, which is said and never taken for "nothing to do".
 * @see https://docs.github.com/actions/reference/events-that-trigger-workflows
 */
export type GateTask =
  | { readonly kind: 'pull-request'; readonly number: number }
  | {
      readonly kind: 'head'
      readonly sha: string
      /** The branch that the run was for; undefined where the event does not say. */
      readonly from: { readonly owner: string; readonly branch: string } | undefined
    }
  | {
      readonly kind: 'merge-group'
      readonly headSha: string
      readonly baseRef: string
      readonly lastNumber: number
    }
  | {
      readonly kind: 'all-open'
      /** undefined: the branch of the run. */
      readonly base: string | undefined
      /** What a push moved; undefined where all of the branch counts as new. */
      readonly pushed: { readonly before: string; readonly after: string } | undefined
    }
  | { readonly kind: 'deployment'; readonly id: number | null; readonly sha: string; readonly environment: string }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string }

/** The tasks of an event. @param name `GITHUB_EVENT_NAME` @param payload the parsed content of `GITHUB_EVENT_PATH` */
export function gateTaskOf(name: string, payload: unknown): GateTask {
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review': {
      const number = numberAt(payload, ['pull_request', 'number'])
      return number === undefined ? unreadable(name, 'pull_request.number') : { kind: 'pull-request', number }
    }
    case 'workflow_run': {
      // The list of pull requests in this payload is empty for forks, so the head decides.
      const sha = shaAt(payload, ['workflow_run', 'head_sha'])
      if (sha === undefined) return unreadable(name, 'workflow_run.head_sha')
      const owner = textAt(payload, ['workflow_run', 'head_repository', 'owner', 'login'])
      const branch = textAt(payload, ['workflow_run', 'head_branch'])
      const from = owner === undefined || branch === undefined || !isLogin(owner) ? undefined : { owner, branch }
      return { kind: 'head', sha, from }
    }
    case 'merge_group':
      return mergeGroup(payload)
    case 'push':
      return push(payload)
    case 'deployment': {
      const id = numberAt(payload, ['deployment', 'id'])
      const sha = shaAt(payload, ['deployment', 'sha'])
      const environment = textAt(payload, ['deployment', 'environment'])
      if (id === undefined || sha === undefined || environment === undefined) return unreadable(name, 'deployment')
      return { kind: 'deployment', id, sha, environment }
    }
    case 'schedule':
    case 'workflow_dispatch':
      return { kind: 'all-open', base: undefined, pushed: undefined }
    default:
      return { kind: 'unreadable', why: `mode gate does not know the event ${JSON.stringify(name)}` }
  }
}

function push(payload: unknown): GateTask {
  const ref = textAt(payload, ['ref'])
  if (ref === undefined) return unreadable('push', 'ref')
  if (!ref.startsWith('refs/heads/')) return { kind: 'nothing', why: 'only a push to a branch can change the rules' }
  const before = shaAt(payload, ['before'])
  const after = shaAt(payload, ['after'])
  if (after === noCommit) return { kind: 'nothing', why: 'the branch was deleted' }
  const pushed = before === undefined || before === noCommit || after === undefined ? undefined : { before, after }
  return { kind: 'all-open', base: ref.slice('refs/heads/'.length), pushed }
}

const isLogin = (text: string): boolean => /^[A-Za-z0-9_-]{1,100}$/.test(text)

/** What the event names where there was no commit, or is none any more. */
const noCommit = '0'.repeat(40)

/** A queue branch is named `gh-readonly-queue/BASE/pr-NUMBER-SHA`. */
function mergeGroup(payload: unknown): GateTask {
  if (textAt(payload, ['action']) === 'destroyed') return { kind: 'nothing', why: 'the merge group is gone' }
  const headSha = shaAt(payload, ['merge_group', 'head_sha'])
  const headRef = textAt(payload, ['merge_group', 'head_ref'])
  const baseRef = textAt(payload, ['merge_group', 'base_ref'])
  const number = /^refs\/heads\/gh-readonly-queue\/.+\/pr-([1-9][0-9]{0,9})-[0-9a-f]{40}$/.exec(headRef ?? '')?.[1]
  if (headSha === undefined || baseRef === undefined || number === undefined) {
    return unreadable('merge_group', 'merge_group')
  }
  return {
    kind: 'merge-group',
    headSha,
    baseRef: baseRef.replace(/^refs\/heads\//, ''),
    lastNumber: Number(number),
  }
}

const unreadable = (name: string, part: string): GateTask => ({
  kind: 'unreadable',
  why: `the payload of the event ${name} has no readable ${part}`,
})

function at(payload: unknown, path: readonly string[]): unknown {
  let value: unknown = payload
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** Text of at most 300 characters at a path of a payload. */
export function textAt(payload: unknown, path: readonly string[]): string | undefined {
  const value = at(payload, path)
  return typeof value === 'string' && value.length > 0 && value.length <= 300 ? value : undefined
}

/**
 * The branch whose settings count: what is checked out may be a commit that nobody reviewed, and would choose for itself
 * which branch is protected and where the log is. undefined where the payload names no repository.
 */
export const defaultBranchOf = (payload: unknown): string | undefined =>
  textAt(payload, ['repository', 'default_branch'])

/** A positive whole number at a path of a payload. */
export function numberAt(payload: unknown, path: readonly string[]): number | undefined {
  const value = at(payload, path)
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}

/** A commit id at a path of a payload. */
export function shaAt(payload: unknown, path: readonly string[]): string | undefined {
  const value = textAt(payload, path)
  return value !== undefined && /^[0-9a-f]{40}$/.test(value) ? value : undefined
}
