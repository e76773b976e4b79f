import { findRoot } from '../adapters/find-root.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { Refusal } from '../model/refusal.ts'
import type { PullRef } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import { readPullRequestFacts } from '../read/read-facts.ts'
import { landingAt } from '../usecases/find-landing.ts'
import { gatePullRequest } from '../usecases/gate-pull-request.ts'
import { type JudgedPullRequest, judgePullRequest } from '../usecases/judge-pull-request.ts'
import { openForge, readFacts, rulesAtCommit, rulesInFolder, toNumber, toRepository } from './gate-context.ts'
import { openHistory } from './open-history.ts'
import type { Terminal } from './terminal.ts'

/** Options that say which pull request is meant and which rules apply. */
export const pullRequestOptions = {
  facts: { value: 'file', help: 'decide offline, from facts in the form of schemas/pull-request-facts.json' },
  base: {
    value: 'ref',
    help: 'with --facts: commit whose rules apply; default: the base in the facts, or what was before the merge',
  },
  rules: { value: 'dir', help: 'with --facts: folder whose rules apply, instead of a commit' },
  cwd: { value: 'dir', default: '.', help: 'with --facts: folder of the repository' },
  repo: { value: 'owner/name', help: 'ask the forge about this repository (GITHUB_TOKEN, GITHUB_API_URL)' },
  number: { value: 'n', help: 'with --repo: number of the pull request' },
} as const

interface PullRequestPlace {
  readonly facts: string | undefined
  readonly base: string | undefined
  readonly rules: string | undefined
  readonly cwd: string
  readonly repo: string | undefined
  readonly number: string | undefined
}

/** Where the facts come from: a file, or the forge. */
export type PullRequestSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'forge'; readonly ref: PullRef }

/** @throws Refusal where options contradict each other, or say too little */
export function toPullRequestSource({ facts, base, rules, repo, number }: PullRequestPlace): PullRequestSource {
  const refuse = (what: string, remedy: string): Refusal => new Refusal(exitStatus.usage, what, remedy)
  if ((facts === undefined) === (repo === undefined)) {
    throw refuse('One of --facts and --repo is needed', 'Give --facts FILE, or --repo OWNER/NAME --number N.')
  }
  if (facts !== undefined) {
    if (number !== undefined) throw refuse('--number goes with --repo', 'The facts say which pull request they are of.')
    if (base !== undefined && rules !== undefined)
      throw refuse('--base and --rules exclude each other', 'Leave one out.')
    return { kind: 'file', path: facts }
  }
  if (repo === undefined || number === undefined) {
    throw refuse('--repo needs --number', 'Give the number of the pull request.')
  }
  if (base !== undefined || rules !== undefined) {
    throw refuse('--base and --rules go with --facts', 'From the forge, the rules are those of the base.')
  }
  return { kind: 'forge', ref: { ...toRepository(repo), number: toNumber(number, '--number') } }
}

/** Decides a pull request from a file of facts. @throws Refusal where facts or rules cannot be read */
export async function judgeFactsFile(
  path: string,
  { base, rules, cwd }: PullRequestPlace,
  terminal: Terminal,
): Promise<JudgedPullRequest> {
  const facts = await readFacts(path, readPullRequestFacts)
  if (rules !== undefined) return judgePullRequest(facts, await rulesInFolder(rules))
  const history = await openHistory(findRoot(cwd).root, terminal)
  return judgePullRequest(facts, await rulesAtCommit(history, base ?? (await baseOf(facts, history))))
}

/** The tip of the base; of a merged pull request the commit before its merge, never rules that came with it or later. */
async function baseOf({ pull }: PullRequestFacts, history: History): Promise<string> {
  const { merged, mergeSha, head, base } = pull
  if (!merged) return base.sha
  const landing = mergeSha === null ? undefined : await landingAt(history, { mergeSha, head })
  if (landing !== undefined) return landing.baseShaBefore
  const what = `The merge of pull request ${pull.number}, ${mergeSha ?? 'unknown'}, is not in this repository`
  throw new Refusal(
    exitStatus.notDetermined,
    what,
    'Fetch the branch with all of its history, or name the commit before the merge with --base.',
  )
}

/** Decides the pull request that is meant and posts nothing. @throws Refusal, ForgeRefused, ForgeUnreachable */
export async function judgeGiven(given: PullRequestPlace, terminal: Terminal): Promise<JudgedPullRequest> {
  const source = toPullRequestSource(given)
  return source.kind === 'file'
    ? judgeFactsFile(source.path, given, terminal)
    : gatePullRequest(source.ref, { post: false }, { forge: await openForge(terminal) })
}
