import type { ChangedFile, Commit, ForgeAccount, HeadChange, PullRequestFacts } from '../model/facts.ts'
import type { GivenPull } from '../model/gate-cases.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { personOfAccount } from '../model/role-holders.ts'
import { type CaseAccounts, type CaseFault, caseAccounts } from './case-accounts.ts'
import { changeInDiff } from './case-change.ts'
import { type CaseMoments, caseMoments } from './case-moments.ts'
import { hasEarlyReviews, reviewsOf } from './case-reviews.ts'

export interface CasePlace {
  /** Day on which a case happens that names none. */
  readonly asOf: string
  readonly protectedBranch: string
  readonly programFolder: string
}

export type CaseFacts =
  | { readonly ok: true; readonly facts: PullRequestFacts }
  | { readonly ok: false; readonly faults: readonly CaseFault[] }

const repository = { id: 1, owner: 'example', name: 'case' } as const
const nothing = { known: true, value: [] } as const
const told = <T>(value: readonly T[]) => ({ known: true as const, value })

/** The facts that a case describes in short; what it leaves out is that of an ordinary pull request. */
export function factsOfCase(given: GivenPull, model: ProgramModel, place: CasePlace): CaseFacts {
  const accounts = caseAccounts(model)
  const moments = caseMoments(given.on ?? place.asOf, given.waitedMinutes ?? 60)
  const author = accounts.find(given.author ?? '@author', ['author'])
  const optional = (who: string | undefined, path: string) => (who === undefined ? null : accounts.find(who, [path]))
  const reviews = reviewsOf(given, accounts, moments)
  const commits = commitsOf(given, author, accounts, moments)
  const change = changeInDiff(given.change, personOfAccount(model, author)?.id, place, moments.opened, accounts.faults)
  const files = [...filesOf(given), ...change.files]
  const mergedBy = given.merged === undefined ? null : accounts.find(given.merged.by, ['merged', 'by'])
  const isUnknown = (name: NonNullable<GivenPull['unknown']>[number]) => given.unknown?.includes(name) === true
  const reading = <T>(name: Parameters<typeof isUnknown>[0], value: readonly T[]) =>
    isUnknown(name) ? { known: false as const, why: 'the case says so' } : told(value)
  const facts: PullRequestFacts = {
    schema: 'countersign/pull-request-facts/v1',
    collectedAt: moments.collected,
    repository,
    pull: {
      number: 1,
      title: given.title ?? 'A change',
      url: 'https://github.com/example/case/pull/1',
      state: mergedBy === null ? 'open' : 'closed',
      draft: given.draft ?? false,
      createdAt: moments.opened,
      author,
      requestedBy: optional(given.requestedBy, 'requestedBy'),
      base: { ref: given.base ?? place.protectedBranch, sha: moments.base },
      head: { ref: given.head ?? 'topic', sha: moments.head, repositoryId: given.fork === true ? 2 : repository.id },
      merged: mergedBy !== null,
      mergedAt: mergedBy === null ? null : moments.merged,
      mergedBy,
      mergeSha: mergedBy === null ? null : 'd'.repeat(40),
      autoMergeBy: optional(given.autoMergeBy, 'autoMergeBy'),
      labels: (given.labels ?? []).map((label, index) => {
        const { name, by } = typeof label === 'string' ? { name: label, by: undefined } : label
        const setBy = by === undefined ? author : accounts.find(by, ['labels', index, 'by'])
        return { name, setBy, setAt: moments.labelled }
      }),
      namedChanges: typeof given.change === 'string' ? [given.change] : [],
      totals: { commits: commits.length, changedFiles: files.length },
      titleChanges: [],
      requestedReviewers: [],
    },
    commits: reading('commits', commits),
    reviews: reading('reviews', reviews),
    files: reading('files', files),
    headChanges: reading('pushes', headChangesOf(given, author, accounts, moments)),
    teams: (given.teams ?? []).map(({ team, members }, index) => ({
      team,
      members: told(members.map((who, at) => accounts.find(who, ['teams', index, 'members', at]).id)),
    })),
    changeFiles: reading('change-requests', change.changeFiles),
    newestEvent: 'case:1',
    checks: reading('checks', checksOf(given, moments)),
    workflowRuns: nothing,
    environmentStates: nothing,
    codeOwners: reading(
      'code-owners',
      given.codeOwners === undefined ? [] : [{ path: '.github/CODEOWNERS', text: given.codeOwners }],
    ),
    elsewhere: nothing,
    branchRules: nothing,
    trigger: null,
    permissions: [],
  }
  const permissions = permissionsOf(given, accounts)
  const [fault, ...more] = accounts.faults
  return fault === undefined ? { ok: true, facts: { ...facts, permissions } } : { ok: false, faults: [fault, ...more] }
}

/** Everybody whom the case names may write, but for those of whom it says otherwise. */
function permissionsOf({ permissions = [] }: GivenPull, accounts: CaseAccounts): PullRequestFacts['permissions'] {
  const said = new Map(
    permissions.map(({ of, is }, index) => [accounts.find(of, ['permissions', index, 'of']).id, is] as const),
  )
  return accounts.all().map((account) => ({ account, role: said.get(account.id) ?? 'write' }))
}

function commitsOf(
  { commits = [{}] }: GivenPull,
  author: ForgeAccount,
  accounts: CaseAccounts,
  moments: CaseMoments,
): readonly Commit[] {
  return commits.map(({ by, coAuthors = [], signed = false, unlinked = false }, index): Commit => {
    const writer = by === undefined ? author : accounts.find(by, ['commits', index, 'by'])
    const at = index === commits.length - 1 ? moments.head : String(index + 1).padStart(40, 'e')
    return {
      sha: at,
      parents: [index === 0 ? moments.base : String(index).padStart(40, 'e')],
      parties: [
        { as: 'author', account: unlinked ? null : writer },
        { as: 'committer', account: writer },
        ...coAuthors.map((who, place) => ({
          as: 'co-author' as const,
          account: accounts.find(who, ['commits', index, 'coAuthors', place]),
        })),
      ],
      signatureVerified: signed,
      signatureReason: signed ? 'valid' : 'unsigned',
      updateType: null,
    }
  })
}

const filesOf = ({ paths = ['src/app.ts'] }: GivenPull): readonly ChangedFile[] =>
  paths.map((file): ChangedFile => {
    const { path, from, status, mode } =
      typeof file === 'string' ? { path: file, from: undefined, status: undefined, mode: undefined } : file
    return {
      path,
      previousPath: from ?? null,
      status: from === undefined ? (status ?? 'modified') : 'renamed',
      mode: mode ?? null,
      previousMode: null,
      additions: null,
      deletions: null,
    }
  })

/** It was opened on the head, unless somebody pushed since: an early review means that the author did. */
function headChangesOf(
  given: GivenPull,
  author: ForgeAccount,
  accounts: CaseAccounts,
  moments: CaseMoments,
): readonly HeadChange[] {
  const named = (given.pushes ?? []).map((who, index) => accounts.find(who, ['pushes', index]))
  const pushers = named.length === 0 && hasEarlyReviews(given) ? [author] : named
  const source = 'activity' as const
  const opened = pushers.length === 0 ? moments.head : moments.oldHead
  return [
    { kind: 'opened', at: moments.opened, by: author, after: opened, source, id: 'case:opened' },
    ...pushers.map((by, index): HeadChange => {
      const after = index === pushers.length - 1 ? moments.head : String(index + 1).padStart(40, 'f')
      return { kind: 'push', at: moments.pushed(index), by, after, source, id: `case:push:${index}` }
    }),
  ]
}

const checksOf = ({ checks = [] }: GivenPull, moments: CaseMoments) =>
  checks.map(({ name, by = 'github-actions', state = 'success', text = '' }, index) => ({
    kind: 'check-run' as const,
    name,
    app: by,
    by: null,
    state,
    text,
    annotations: 0,
    at: moments.late(0),
    id: String(index + 1),
  }))
