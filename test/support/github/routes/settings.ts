/** What an administrator sets: rulesets, Actions, secrets, environments; and what GitHub says of CODEOWNERS. */
import { mayDo } from '../access.ts'
import { type Call, listOf, type Operations, ok, pagesOf, reads } from '../call.ts'
import { git, shaOf } from '../git.ts'
import { notFound } from '../refusal.ts'
import { appView } from '../view-people.ts'
import { branchRuleViews, fullRulesetView, rulesetView, secretView } from '../view-settings.ts'
import { accountNamed, type Environment, type Repo, type Ruleset, roleOf, roleReaches, teamNamed } from '../world.ts'

/** `*` within a part of a name, `**` across. */
function matches(pattern: string, ref: string, repo: Repo): boolean {
  if (pattern === '~ALL') return true
  if (pattern === '~DEFAULT_BRANCH') return ref === `refs/heads/${repo.defaultBranch}`
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`).test(ref)
}

function isFor({ include, exclude }: Ruleset, branch: string, repo: Repo): boolean {
  const ref = `refs/heads/${branch}`
  const named = (patterns: readonly string[]) => patterns.some((pattern) => matches(pattern, ref, repo))
  return named(include) && !named(exclude)
}

function mayAdminister(call: Call): boolean {
  const who = call.credential
  if (who === undefined) return false
  return who.kind === 'user'
    ? roleReaches(roleOf(call.world, call.repo(), who.account), 'admin')
    : mayDo(who, 'administration:write')
}

function environmentOf(call: Call): Environment {
  const found = call.repo().environments.find((each) => each.name === call.param('environment_name'))
  if (found === undefined) throw notFound()
  return found
}

const secretsOf = (call: Call, names: readonly string[]) =>
  listOf(
    names,
    (name) => secretView(call.repo(), name),
    (secrets, total_count) => ({ total_count, secrets }),
  )

/** The first file that is there counts. */
async function codeOwnersOf(call: Call): Promise<{ path: string; text: string }> {
  const { dir, defaultBranch } = call.repo()
  const sha = await shaOf(dir, call.query('ref') ?? defaultBranch)
  if (sha === undefined) throw notFound()
  for (const path of ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']) {
    const blob = await git(dir, ['rev-parse', '--verify', '-q', `${sha}:${path}`]).catch(() => '')
    if (blob !== '') return { path, text: await git(dir, ['cat-file', 'blob', blob]) }
  }
  throw notFound()
}

/** A person or a team that is there and may write. */
function mayOwn(call: Call, owner: string): boolean {
  const [login = '', slug] = owner.slice(1).split('/')
  if (slug !== undefined) {
    const team = teamNamed(call.world, login, slug)
    return team !== undefined && roleReaches(call.repo().teamRoles.get(team.id) ?? 'none', 'write')
  }
  const account = accountNamed(call.world, login)
  return account !== undefined && roleReaches(roleOf(call.world, call.repo(), account), 'write')
}

const administration = (answer: Parameters<typeof reads>[1]) => reads(['administration:read'], answer, [], 'admin')

export const settingsOperations: Operations = {
  /** What applies to a branch, whether or not there is one; anybody who may read the repository may read it. */
  'repos/get-branch-rules': reads(['metadata:read'], (call) => {
    const repo = call.repo()
    const applying = repo.rulesets.filter(
      (ruleset) => ruleset.enforcement === 'active' && isFor(ruleset, call.param('branch'), repo),
    )
    return listOf(
      applying.flatMap((ruleset) => branchRuleViews(repo, ruleset)),
      (rule) => rule,
    )
  }),

  'repos/get-repo-rulesets': reads(
    ['metadata:read'],
    (call) => {
      const parents = call.query('includes_parents') !== 'false'
      const shown = call.repo().rulesets.filter(({ level }) => parents || level === 'Repository')
      return listOf(shown, (ruleset) => rulesetView(call.world, call.repo(), ruleset))
    },
    ['includes_parents'],
  ),

  'repos/get-repo-ruleset': reads(['metadata:read'], (call) => {
    const found = call.repo().rulesets.find(({ id }) => id === call.number('ruleset_id'))
    if (found === undefined) throw notFound()
    return ok(fullRulesetView(call.world, call.repo(), found, mayAdminister(call)))
  }),

  'apps/get-by-slug': reads(['metadata:read'], (call) => {
    const found = call.world.apps.find(({ slug }) => slug === call.param('app_slug'))
    if (found === undefined) throw notFound()
    return ok(appView(call.world, found))
  }),

  'actions/get-github-actions-permissions-repository': administration((call) => {
    const { actionsEnabled: enabled, allowedActions: allowed_actions, shaPinning } = call.repo().settings
    return ok({ enabled, ...(enabled ? { allowed_actions, sha_pinning_required: shaPinning } : {}) })
  }),

  'actions/get-github-actions-default-workflow-permissions-repository': administration((call) => {
    const { defaultPermissions, actionsApprove } = call.repo().settings
    return ok({ default_workflow_permissions: defaultPermissions, can_approve_pull_request_reviews: actionsApprove })
  }),

  /** Of public repositories. */
  'actions/get-fork-pr-contributor-approval-permissions-repository': administration((call) => {
    if (call.repo().private) throw notFound()
    return ok({ approval_policy: call.repo().settings.forkApproval })
  }),

  'actions/get-private-repo-fork-pr-workflows-settings-repository': administration((call) => {
    if (!call.repo().private) throw notFound()
    return ok({ ...call.repo().settings.forks })
  }),

  'actions/list-repo-secrets': reads(['secrets:read'], (call) => secretsOf(call, call.repo().secrets), [], 'write'),
  'actions/list-repo-organization-secrets': reads(
    ['secrets:read'],
    (call) => secretsOf(call, call.repo().sharedSecrets),
    [],
    'write',
  ),
  'actions/list-environment-secrets': reads(
    ['environments:read'],
    (call) => secretsOf(call, environmentOf(call).secrets),
    [],
    'write',
  ),

  'repos/list-deployment-branch-policies': reads(['actions:read'], (call) => {
    const { branches, id } = environmentOf(call)
    const named = branches === null || branches === 'protected' ? [] : branches
    return pagesOf(named, (page) => ({
      total_count: named.length,
      branch_policies: page.map((policy, at) => ({ id: id + at + 2, node_id: `policy-${id}-${at}`, ...policy })),
    }))
  }),

  'repos/codeowners-errors': reads(
    ['contents:read'],
    async (call) => {
      const { path, text } = await codeOwnersOf(call)
      const errors = text.split('\n').flatMap((source, at) => {
        const [pattern = '', ...owners] = source.replace(/#.*/, '').trim().split(/\s+/)
        const fault = (kind: string) => ({
          ...{ line: at + 1, column: 1, kind, source, suggestion: null, path },
          message: `${kind} on line ${at + 1}: ${source}`,
        })
        if (pattern === '') return []
        if (/[![]/.test(pattern)) return [fault('Invalid pattern')]
        return owners.filter((owner) => !mayOwn(call, owner)).map(() => fault('Unknown owner'))
      })
      return ok({ errors })
    },
    ['ref'],
  ),
}
