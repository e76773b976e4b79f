import type { ForgeAccount, Label, PullFacts } from '../../model/facts.ts'
import type { ListedPull } from '../../ports/forge.ts'
import { toAccount } from './account.ts'
import {
  cutText,
  isObject,
  type JsonObject,
  malformed,
  orNull,
  toBoolean,
  toCount,
  toId,
  toInstant,
  toList,
  toObject,
  toSha,
  toText,
} from './json.ts'
import { namedChangesOf } from './named-changes.ts'

/** A pull request as `GET pulls/{n}` gives it, with what the rest of the snapshot needs to be read. */
export interface ReadPull {
  /** All but `base.sha`, which is the tip of the base when the head last moved, not now. */
  readonly facts: PullFacts
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string }
  /** null where it was deleted. */
  readonly headRepository: { readonly owner: string; readonly name: string } | null
  readonly closedAt: string | null
  /** Host of the forge's pages, for example `github.com`: commit addresses without a mailbox lie below it. */
  readonly webHost: string
}

/** @throws ForgeUnreachable where a field is missing or of another type */
export function toPull(data: unknown): ReadPull {
  const pull = toObject(data, 'the pull request')
  const base = toObject(pull['base'], 'its base')
  const head = toObject(pull['head'], 'its head')
  const baseRepository = toObject(base['repo'], 'the repository of its base')
  const headRepository = orNull(head['repo'], (value) => toObject(value, 'the repository of its head'))
  const url = toText(pull['html_url'], 'its address', 500)
  const merged = toBoolean(pull['merged'], 'its `merged`')
  const autoMerge = orNull(pull['auto_merge'], (value) => toObject(value, 'its `auto_merge`'))
  return {
    facts: {
      number: toId(pull['number'], 'its number'),
      title: cutText(pull['title'], 'its title', 1000),
      url,
      state: toState(pull['state']),
      draft: pull['draft'] === undefined ? false : toBoolean(pull['draft'], 'its `draft`'),
      createdAt: toInstant(pull['created_at'], 'when it was opened'),
      author: toAccount(pull['user'], 'its author'),
      requestedBy: requesterOf(pull),
      base: { ref: toText(base['ref'], 'its base', 300), sha: toSha(base['sha'], 'the commit of its base') },
      head: {
        ref: toText(head['ref'], 'its branch', 300),
        sha: toSha(head['sha'], 'its head'),
        repositoryId: headRepository === null ? null : toId(headRepository['id'], 'the repository of its head'),
      },
      merged,
      mergedAt: merged ? toInstant(pull['merged_at'], 'when it was merged') : null,
      mergedBy: merged ? toAccount(pull['merged_by'], 'who merged it') : null,
      // While it is open this is a trial merge that nobody asked for.
      mergeSha: merged ? orNull(pull['merge_commit_sha'], (value) => toSha(value, 'its merge commit')) : null,
      autoMergeBy: toAccount(autoMerge?.['enabled_by'], 'who switched on auto-merge'),
      labels: toLabels(pull['labels']),
      // Both are completed from the events.
      titleChanges: [],
      requestedReviewers: toReviewers(pull['requested_reviewers']),
      namedChanges: namedChangesOf(orNull(pull['body'], (value) => toText(value, 'its text')) ?? ''),
      totals: {
        commits: toCount(pull['commits'], 'its number of commits'),
        changedFiles: toCount(pull['changed_files'], 'its number of files'),
      },
    },
    repository: {
      id: toId(baseRepository['id'], 'the id of its repository'),
      ...toName(baseRepository),
    },
    headRepository: headRepository === null ? null : toName(headRepository),
    closedAt: orNull(pull['closed_at'], (value) => toInstant(value, 'when it was closed')),
    webHost: URL.canParse(url) ? new URL(url).hostname : '',
  }
}

/** Agents of the forge that open pull requests for whoever asked them, by login. */
const agents: ReadonlySet<string> = new Set(['copilot', 'copilot-swe-agent[bot]'])

/**
 * The person who asked an agent for it: the forge assigns that person beside the agent, and does not count their approval. Of
 * several assignees none is picked: the agent names the one who asked as co-author of its commits too.
 * @see https://docs.github.com/copilot/how-tos/use-copilot-agents/coding-agent/review-copilot-prs
 */
function requesterOf(pull: JsonObject): ForgeAccount | null {
  const author = toAccount(pull['user'], 'its author')
  if (author === null || author.type === 'user' || !agents.has(author.login.toLowerCase())) return null
  const assigned = toList(pull['assignees'], 'its assignees').map((each) => toAccount(each, 'an assignee'))
  const people = assigned.filter((account) => account?.type === 'user')
  return people.length === 1 ? (people[0] ?? null) : null
}

/** A pull request as a list holds it. */
export function toListedPull(data: unknown): ListedPull {
  const pull = toObject(data, 'a pull request of the list')
  const base = toObject(pull['base'], 'its base')
  const head = toObject(pull['head'], 'its head')
  const mergedAt = orNull(pull['merged_at'], (value) => toInstant(value, 'when it was merged')) ?? undefined
  return {
    number: toId(pull['number'], 'its number'),
    base: toText(base['ref'], 'its base', 300),
    headSha: toSha(head['sha'], 'its head'),
    merged: mergedAt !== undefined,
    mergedAt,
    mergeSha:
      mergedAt === undefined
        ? undefined
        : (orNull(pull['merge_commit_sha'], (value) => toSha(value, 'its merge commit')) ?? undefined),
  }
}

function toState(value: unknown): 'open' | 'closed' {
  if (value === 'open' || value === 'closed') return value
  throw malformed('its state', 'open or closed')
}

/** GitHub allows 100 labels of 50 characters. */
function toLabels(value: unknown): readonly Label[] {
  const labels = toList(value, 'its labels')
  if (labels.length > 100) throw malformed('its labels', 'a list of at most 100')
  return labels.map((label) => ({
    name: cutText(isObject(label) ? label['name'] : label, 'a label', 100),
    setBy: null,
    setAt: null,
  }))
}

/** People who were asked, at most as many as the schema holds: a name that is missing asks for nothing. */
function toReviewers(value: unknown): PullFacts['requestedReviewers'] {
  return toList(value ?? [], 'the requested reviewers')
    .map((entry) => toAccount(entry, 'a requested reviewer'))
    .filter((account) => account !== null)
    .slice(0, 200)
}

function toName(repository: JsonObject): { readonly owner: string; readonly name: string } {
  return {
    owner: toText(toObject(repository['owner'], 'the owner of a repository')['login'], 'its owner', 100),
    name: toText(repository['name'], 'the name of a repository', 100),
  }
}
