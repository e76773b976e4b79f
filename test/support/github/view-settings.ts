/** Rulesets and secrets as GitHub shows them. */
import { nodeId } from './view-people.ts'
import { apiUrl, fullName, pageUrl } from './view-repo.ts'
import type { Repo, Ruleset, World } from './world.ts'

const sourceOf = (repo: Repo, { level }: Ruleset) => (level === 'Repository' ? fullName(repo) : repo.owner.login)

/** As the list shows it: without rules, branches and who may bypass. */
export const rulesetView = (world: World, repo: Repo, ruleset: Ruleset) => ({
  id: ruleset.id,
  node_id: nodeId('RepositoryRuleset', ruleset.id),
  name: ruleset.name,
  target: 'branch',
  source_type: ruleset.level,
  source: sourceOf(repo, ruleset),
  enforcement: ruleset.enforcement,
  _links: {
    self: { href: `${apiUrl(world, repo)}/rulesets/${ruleset.id}` },
    html: { href: `${pageUrl(world, repo)}/rules/${ruleset.id}` },
  },
  created_at: repo.createdAt,
  updated_at: repo.createdAt,
})

/** @param mayEdit  only who may edit it is told who may bypass it */
export const fullRulesetView = (world: World, repo: Repo, ruleset: Ruleset, mayEdit: boolean) => ({
  ...rulesetView(world, repo, ruleset),
  conditions: { ref_name: { include: [...ruleset.include], exclude: [...ruleset.exclude] } },
  rules: ruleset.rules,
  ...(mayEdit ? { bypass_actors: ruleset.bypass } : {}),
})

/** A rule as a branch shows it, with where it comes from. */
export const branchRuleViews = (repo: Repo, ruleset: Ruleset) =>
  ruleset.rules.map((rule) => ({
    ...rule,
    ruleset_source_type: ruleset.level,
    ruleset_source: sourceOf(repo, ruleset),
    ruleset_id: ruleset.id,
  }))

export const secretView = (repo: Repo, name: string) => ({
  name,
  created_at: repo.createdAt,
  updated_at: repo.createdAt,
})
