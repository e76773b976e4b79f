import type {
  BranchProtection,
  BranchRule,
  BypassActor,
  EnvironmentPosture,
  PostureFacts,
  RuleContent,
  Ruleset,
} from '../../src/model/posture-facts.ts'

export const known = <T>(value: T) => ({ known: true, value }) as const
export const unread = (why: string) => ({ known: false, why }) as const

export const context = 'countersign/gate (main)'
/** An App that only the gate speaks for. */
export const gateApp = 4711

const review = { dismissesStale: true, codeOwners: true, lastPush: true }
export const pullRequestRule: RuleContent = { kind: 'pull-request', review, methods: ['squash'] }
export const statusRule: RuleContent = { kind: 'statuses', statuses: [{ context, app: gateApp }], strict: true }
const keepsHistory: readonly RuleContent[] = [{ kind: 'deletion' }, { kind: 'force-push' }]
export const mainRules: readonly RuleContent[] = [...keepsHistory, pullRequestRule, statusRule]

export const ruleset = (id: number, over: Partial<Ruleset> = {}): Ruleset => ({
  id,
  name: `rules ${id}`,
  source: 'acme/shop',
  enforcement: 'active',
  rules: known([]),
  refs: known({ include: ['~DEFAULT_BRANCH'], exclude: [] }),
  bypass: known([]),
  ...over,
})

export const ruleOf = (id: number, content: RuleContent): BranchRule => ({
  ...content,
  ruleset: id,
  source: 'acme/shop',
})

/** Branch protection that alone would do. */
export const protection: BranchProtection = {
  statuses: [{ context, app: gateApp }],
  strict: true,
  review,
  pushPast: [],
  bindsAdministrators: true,
  forcePushes: false,
  deletions: false,
  linear: false,
}

export const environment = (over: Partial<EnvironmentPosture> = {}): EnvironmentPosture => ({
  name: 'production',
  hasReviewers: true,
  refusesSelfReview: true,
  administratorsBypass: false,
  branches: known([{ pattern: 'main', of: 'branch' }]),
  secrets: unread('not asked for'),
  ...over,
})

export const keyEnvironment = (over: Partial<EnvironmentPosture> = {}): EnvironmentPosture =>
  environment({
    name: 'compliance',
    hasReviewers: false,
    refusesSelfReview: undefined,
    secrets: known(['COUNTERSIGN_LOG_KEY']),
    ...over,
  })

export interface Guarded {
  /** Rules of ruleset 1, which is for main; default: all that there should be. */
  readonly rules?: readonly RuleContent[]
  readonly bypass?: readonly BypassActor[]
  readonly protection?: BranchProtection
}

/** Nothing is wrong: a ruleset for main, one for the branches of the log, and settings as they should be. */
export function goodPosture(
  over: Partial<PostureFacts> = {},
  { rules = mainRules, bypass = [], ...more }: Guarded = {},
): PostureFacts {
  const branch = (name: string, id: number, own: readonly RuleContent[], has: BranchProtection | null = null) => ({
    name,
    protection: known(has),
    rules: known(own.map((content) => ruleOf(id, content))),
  })
  return {
    repository: known({ isPrivate: true, mergeMethods: ['squash'], autoMerge: false, forking: false }),
    branches: [
      branch('main', 1, rules, more.protection ?? null),
      branch('compliance-evidence', 2, keepsHistory),
      branch('compliance-docs', 2, keepsHistory),
    ],
    rulesets: known([
      ruleset(1, { rules: known(rules), bypass: known(bypass) }),
      ruleset(2, { rules: known(keepsHistory), refs: known({ include: ['refs/heads/compliance-*'], exclude: [] }) }),
    ]),
    environments: known([environment(), keyEnvironment()]),
    actions: known({ enabled: true, allowed: 'selected', fullCommitIds: true }),
    workflowToken: known({ mayWrite: false, mayApprove: false }),
    actionsApp: known(15_368),
    forkWorkflows: known({ of: 'private', run: false, writeTokens: false, secrets: false, approval: true }),
    codeOwnersFaults: known([]),
    administrators: known([{ login: 'ana', isBot: false, isOutside: false }]),
    secrets: known(['DEPLOY_TOKEN']),
    ...over,
  }
}

/** A token that may read nothing. */
export function unreadPosture(why = 'The forge refused to read it (HTTP 403).'): PostureFacts {
  const no = unread(why)
  return {
    repository: no,
    branches: ['main', 'compliance-evidence', 'compliance-docs'].map((name) => ({ name, protection: no, rules: no })),
    rulesets: no,
    environments: no,
    actions: no,
    workflowToken: no,
    actionsApp: no,
    forkWorkflows: no,
    codeOwnersFaults: no,
    administrators: no,
    secrets: no,
  }
}
