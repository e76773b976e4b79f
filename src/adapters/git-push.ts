import { type Git, type GitCall, GitFailed } from './git-process.ts'

export type PushOutcome =
  | { readonly kind: 'pushed' }
  /** Somebody else was first. */
  | { readonly kind: 'lost-race' }
  /** The server says no: a rule, a hook, no right. Trying again does not help. */
  | { readonly kind: 'refused'; readonly why: string }
  /** The line was cut: the push may have arrived or not. */
  | { readonly kind: 'unknown'; readonly why: string }

/** What git and GitHub say when the branch is not any more where the push expected it. */
const LOST =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to (update|lock) ref|incorrect old value|reference already exists|remote ref updated/i
const DENIED =
  /authentication failed|could not read (username|password)|permission (to \S+ )?denied|access denied|not granted|returned error: 40[13]|repository not found|does not appear to be a git repository/i

/** Too many pushes in a minute, or too much stored. */
const LIMITED =
  /returned error: 429|rate limit|abuse detection|too many requests|quota|exceeds GitHub's (file )?size limit/i

/**
 * Pushes one commit as a fast-forward, never by force. That is the compare-and-swap of the log: the server takes the commit
 * only while the branch is at its parent, or, for a first commit, while there is no branch.
 */
export function pushCommit(
  git: Git,
  call: Pick<GitCall, 'gitDir' | 'config'>,
  remote: string,
  commit: string,
  ref: string,
  isFirst: boolean,
): Promise<PushOutcome> {
  return push(git, call, remote, commit, ref, isFirst ? [`--force-with-lease=${ref}:`] : [])
}

/**
 * Puts one commit in the place of a branch and its history, if the branch is still where it was read: how something is disposed
 * of. Never for the branch of a log.
 *
 * @param from commit that the branch is at
 */
export function replaceBranch(
  git: Git,
  call: Pick<GitCall, 'gitDir' | 'config'>,
  remote: string,
  commit: string,
  ref: string,
  from: string,
): Promise<PushOutcome> {
  return push(git, call, remote, commit, ref, [`--force-with-lease=${ref}:${from}`])
}

async function push(
  git: Git,
  call: Pick<GitCall, 'gitDir' | 'config'>,
  remote: string,
  commit: string,
  ref: string,
  lease: readonly string[],
): Promise<PushOutcome> {
  try {
    const { status, stdout, stderr } = await git.run({
      ...call,
      args: ['push', '--porcelain', '--no-verify', ...lease, '--', remote, `${commit}:${ref}`],
      okStatuses: [0, 1],
    })
    if (status === 0) return { kind: 'pushed' }
    const reason = /^!\t[^\t]*\t(.*)$/m.exec(stdout.toString('utf8'))?.[1] ?? ''
    if (LOST.test(reason)) return { kind: 'lost-race' }
    const rules = ruleViolationIn(stderr, ref)
    if (rules !== undefined) return { kind: 'refused', why: rules }
    if (LIMITED.test(stderr) || LIMITED.test(reason)) return { kind: 'refused', why: limitIn(stderr) }
    const said = [reason, ...stderr.split('\n').filter((line) => line.startsWith('remote:'))].join(' ').trim()
    if (reason !== '' || DENIED.test(stderr))
      return { kind: 'refused', why: (said === '' ? stderr.trim() : said).slice(0, 1000) }
    return { kind: 'unknown', why: stderr.trim() }
  } catch (error) {
    if (!(error instanceof GitFailed) || error.failure === 'aborted') throw error
    if (LIMITED.test(error.stderr)) return { kind: 'refused', why: limitIn(error.stderr) }
    return DENIED.test(error.stderr)
      ? { kind: 'refused', why: denialIn(error.stderr) }
      : { kind: 'unknown', why: error.message }
  }
}

/**
 * Rules of GitHub that forbid the push, by their own words.
 * @see https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/troubleshooting-rules
 */
function ruleViolationIn(stderr: string, ref: string): string | undefined {
  if (!/\bGH013\b/.test(stderr)) return undefined
  const rules = stderr.split('\n').flatMap((line) => /^remote: {0,20}- (.+)$/.exec(line.trim())?.[1] ?? [])
  const named = rules.length === 0 ? 'they are not named' : rules.map((rule) => rule.replace(/\.$/, '')).join('; ')
  const way = 'leave this branch out of that ruleset, or let the writer of the log pass it'
  return `rules of GitHub forbid the push to ${ref} (GH013): ${named.slice(0, 700)}; ${way}`
}

/** Nothing is wrong with the records; the next run has them in its spool. */
function limitIn(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^((remote|fatal|error): *)+/, '').trim())
  const said = lines.find((line) => LIMITED.test(line)) ?? ''
  return `the server limits what may be pushed (${said.slice(0, 500)}); run it again in some minutes`
}

/** What the server said, before what git makes of it, and what is missing on GitHub. */
function denialIn(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim())
  const said = lines.find((line) => line.startsWith('remote: ')) ?? lines.find((line) => line !== '') ?? ''
  const reason = said.replace(/^(remote|fatal): /, '').replace(/\.$/, '')
  return `the server does not let us push (${reason.slice(0, 500)}); a token needs \`contents: write\` for it`
}
