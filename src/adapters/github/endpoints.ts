/** A route of GitHub's REST API, what it is asked for in words that follow "to", and the permission a token needs for it. */
export interface Endpoint {
  readonly route: string
  readonly ask: string
  /** As a workflow writes it; an organisation's permission can only be given to an App. */
  readonly permission: string
  /** A write that may be done twice: the second changes nothing. It is tried again like a read. */
  readonly repeatable?: true
}

const repo = '/repos/{owner}/{repo}'

export const endpoints = {
  repository: { route: `GET ${repo}`, ask: 'read the repository', permission: 'metadata: read' },
  pull: {
    route: `GET ${repo}/pulls/{pull_number}`,
    ask: 'read the pull request',
    permission: 'pull-requests: read',
  },
  pulls: { route: `GET ${repo}/pulls`, ask: 'list pull requests', permission: 'pull-requests: read' },
  pullCommits: {
    route: `GET ${repo}/pulls/{pull_number}/commits`,
    ask: 'list the commits of the pull request',
    permission: 'pull-requests: read',
  },
  reviews: {
    route: `GET ${repo}/pulls/{pull_number}/reviews`,
    ask: 'list the reviews',
    permission: 'pull-requests: read',
  },
  pullFiles: {
    route: `GET ${repo}/pulls/{pull_number}/files`,
    ask: 'list the changed files',
    permission: 'pull-requests: read',
  },
  pullEvents: {
    route: `GET ${repo}/issues/{issue_number}/events`,
    ask: 'read the events of the pull request',
    permission: 'pull-requests: read',
  },
  activity: {
    route: `GET ${repo}/activity`,
    ask: 'read the pushes to the branch of the pull request',
    permission: 'contents: read',
  },
  checkSuites: {
    route: `GET ${repo}/commits/{ref}/check-suites`,
    ask: 'list the check suites of the head',
    permission: 'checks: read',
  },
  statuses: {
    route: `GET ${repo}/commits/{ref}/statuses`,
    ask: 'list the statuses of a commit',
    permission: 'statuses: read',
  },
  role: {
    route: `GET ${repo}/collaborators/{username}/permission`,
    ask: 'read what somebody may do in the repository',
    permission: 'metadata: read',
  },
  collaborators: {
    route: `GET ${repo}/collaborators`,
    ask: 'list who may do what in the repository',
    permission: 'metadata: read',
  },
  teamMembers: {
    route: 'GET /orgs/{org}/teams/{team_slug}/members',
    ask: 'list the members of a team',
    permission: 'members: read',
  },
  compare: { route: `GET ${repo}/compare/{basehead}`, ask: 'compare two commits', permission: 'contents: read' },
  commit: { route: `GET ${repo}/git/commits/{commit_sha}`, ask: 'read a commit', permission: 'contents: read' },
  commitPulls: {
    route: `GET ${repo}/commits/{commit_sha}/pulls`,
    ask: 'list the pull requests of a commit',
    permission: 'pull-requests: read',
  },
  ref: { route: `GET ${repo}/git/ref/{ref}`, ask: 'read a branch', permission: 'contents: read' },
  tree: { route: `GET ${repo}/git/trees/{tree_sha}`, ask: 'list the files of a commit', permission: 'contents: read' },
  blob: { route: `GET ${repo}/git/blobs/{file_sha}`, ask: 'read a file', permission: 'contents: read' },
  deployment: {
    route: `GET ${repo}/deployments/{deployment_id}`,
    ask: 'read the deployment',
    permission: 'deployments: read',
  },
  run: { route: `GET ${repo}/actions/runs/{run_id}`, ask: 'read the workflow run', permission: 'actions: read' },
  runAttempt: {
    route: `GET ${repo}/actions/runs/{run_id}/attempts/{attempt_number}`,
    ask: 'read an attempt of the workflow run',
    permission: 'actions: read',
  },
  environment: {
    route: `GET ${repo}/environments/{environment_name}`,
    ask: 'read the environment',
    permission: 'actions: read',
  },
  deploymentStatuses: {
    route: `GET ${repo}/deployments/{deployment_id}/statuses`,
    ask: 'list the statuses of the deployment',
    permission: 'deployments: read',
  },
  user: { route: 'GET /users/{username}', ask: 'read an account', permission: 'metadata: read' },
  runApprovals: {
    route: `GET ${repo}/actions/runs/{run_id}/approvals`,
    ask: 'read who let the run into its environment',
    permission: 'actions: read',
  },
  queueRefs: {
    route: `GET ${repo}/git/matching-refs/{ref}`,
    ask: 'list the branches of the merge queue',
    permission: 'contents: read',
  },
  tokenOwner: { route: 'GET /user', ask: 'read whose token it is', permission: 'metadata: read' },
  rateLimit: { route: 'GET /rate_limit', ask: 'read how many requests are left', permission: 'metadata: read' },
  comments: {
    route: `GET ${repo}/issues/{issue_number}/comments`,
    ask: 'list the comments',
    permission: 'pull-requests: read',
  },
  addComment: {
    route: `POST ${repo}/issues/{issue_number}/comments`,
    ask: 'write a comment',
    permission: 'pull-requests: write',
  },
  editComment: {
    route: `PATCH ${repo}/issues/comments/{comment_id}`,
    ask: 'edit a comment',
    permission: 'pull-requests: write',
    repeatable: true,
  },
  issues: { route: `GET ${repo}/issues`, ask: 'list the issues', permission: 'issues: read' },
  openIssue: { route: `POST ${repo}/issues`, ask: 'open an issue', permission: 'issues: write' },
  editIssue: {
    route: `PATCH ${repo}/issues/{issue_number}`,
    ask: 'edit an issue',
    permission: 'issues: write',
    repeatable: true,
  },
  createTree: {
    route: `POST ${repo}/git/trees`,
    ask: 'store files of a commit',
    permission: 'contents: write',
    repeatable: true,
  },
  createCommit: {
    route: `POST ${repo}/git/commits`,
    ask: 'store a commit',
    permission: 'contents: write',
    repeatable: true,
  },
  createRef: { route: `POST ${repo}/git/refs`, ask: 'make a branch', permission: 'contents: write' },
  moveRef: {
    route: `PATCH ${repo}/git/refs/{ref}`,
    ask: 'move a branch of proposals',
    permission: 'contents: write',
    repeatable: true,
  },
  createPull: {
    route: `POST ${repo}/pulls`,
    ask: 'open a pull request',
    permission: 'pull-requests: write',
  },
  editPull: {
    route: `PATCH ${repo}/pulls/{pull_number}`,
    ask: 'edit a pull request',
    permission: 'pull-requests: write',
    repeatable: true,
  },
  reviewRequests: {
    route: `GET ${repo}/pulls/{pull_number}/requested_reviewers`,
    ask: 'list who was asked to review',
    permission: 'pull-requests: read',
  },
  requestReviewers: {
    route: `POST ${repo}/pulls/{pull_number}/requested_reviewers`,
    ask: 'ask people to review',
    permission: 'pull-requests: write',
  },
  setStatus: {
    route: `POST ${repo}/statuses/{sha}`,
    ask: 'set a commit status',
    permission: 'statuses: write',
    repeatable: true,
  },
  protection: {
    route: `GET ${repo}/branches/{branch}/protection`,
    ask: 'read the branch protection',
    permission: 'administration: read',
  },
  branchRules: {
    route: `GET ${repo}/rules/branches/{branch}`,
    ask: 'read the rules of the branch',
    permission: 'metadata: read',
  },
  rulesets: { route: `GET ${repo}/rulesets`, ask: 'list the rulesets', permission: 'metadata: read' },
  ruleset: { route: `GET ${repo}/rulesets/{ruleset_id}`, ask: 'read a ruleset', permission: 'metadata: read' },
  environments: { route: `GET ${repo}/environments`, ask: 'list the environments', permission: 'actions: read' },
  environmentBranches: {
    route: `GET ${repo}/environments/{environment_name}/deployment-branch-policies`,
    ask: 'read which branches may use the environment',
    permission: 'actions: read',
  },
  environmentSecrets: {
    route: `GET ${repo}/environments/{environment_name}/secrets`,
    ask: 'list the names of the secrets of the environment',
    permission: 'environments: read',
  },
  repositorySecrets: {
    route: `GET ${repo}/actions/secrets`,
    ask: 'list the names of the secrets',
    permission: 'secrets: read',
  },
  organisationSecrets: {
    route: `GET ${repo}/actions/organization-secrets`,
    ask: 'list the names of the secrets that the organisation shares',
    permission: 'secrets: read',
  },
  actions: {
    route: `GET ${repo}/actions/permissions`,
    ask: 'read the settings of Actions',
    permission: 'administration: read',
  },
  app: { route: 'GET /apps/{app_slug}', ask: 'read which App Actions are', permission: 'metadata: read' },
  workflowToken: {
    route: `GET ${repo}/actions/permissions/workflow`,
    ask: 'read what the token of workflows may do',
    permission: 'administration: read',
  },
  forkApproval: {
    route: `GET ${repo}/actions/permissions/fork-pr-contributor-approval`,
    ask: 'read which workflows of forks wait for approval',
    permission: 'administration: read',
  },
  forkWorkflows: {
    route: `GET ${repo}/actions/permissions/fork-pr-workflows-private-repos`,
    ask: 'read what workflows of forks may do',
    permission: 'administration: read',
  },
  codeOwnersErrors: {
    route: `GET ${repo}/codeowners/errors`,
    ask: 'read what is wrong with CODEOWNERS',
    permission: 'contents: read',
  },
  runs: {
    route: `GET ${repo}/actions/runs`,
    ask: 'list the workflow runs of the head',
    permission: 'actions: read',
  },
  checkRuns: {
    route: `GET ${repo}/commits/{ref}/check-runs`,
    ask: 'list the check runs of a commit',
    permission: 'checks: read',
  },
  deployments: {
    route: `GET ${repo}/deployments`,
    ask: 'list the deployments of a commit',
    permission: 'deployments: read',
  },
  organisation: {
    route: 'GET /orgs/{org}',
    ask: 'read the organisation',
    permission: 'organization-administration: read',
  },
  members: {
    route: 'GET /orgs/{org}/members',
    ask: 'list the members of the organisation',
    permission: 'members: read',
  },
  outsideCollaborators: {
    route: 'GET /orgs/{org}/outside_collaborators',
    ask: 'list the outside collaborators of the organisation',
    permission: 'members: read',
  },
  invitations: {
    route: 'GET /orgs/{org}/invitations',
    ask: 'list who was invited into the organisation',
    permission: 'members: read',
  },
  teams: { route: 'GET /orgs/{org}/teams', ask: 'list the teams of the organisation', permission: 'members: read' },
  repositoryTeams: {
    route: `GET ${repo}/teams`,
    ask: 'list the teams of the repository',
    permission: 'administration: read',
  },
  deployKeys: { route: `GET ${repo}/keys`, ask: 'list the deploy keys', permission: 'administration: read' },
  installations: {
    route: 'GET /orgs/{org}/installations',
    ask: 'list the Apps of the organisation',
    permission: 'organization-administration: read',
  },
  tokenGrants: {
    route: 'GET /orgs/{org}/personal-access-tokens',
    ask: 'list the fine-grained tokens with access to the organisation',
    permission: 'organization-personal-access-tokens: read',
  },
  secretsOfOrganisation: {
    route: 'GET /orgs/{org}/actions/secrets',
    ask: 'list the names of the secrets of the organisation',
    permission: 'organization-secrets: read',
  },
  variablesOfOrganisation: {
    route: 'GET /orgs/{org}/actions/variables',
    ask: 'list the names of the variables of the organisation',
    permission: 'organization-actions-variables: read',
  },
  repositoryVariables: {
    route: `GET ${repo}/actions/variables`,
    ask: 'list the names of the variables',
    permission: 'actions-variables: read',
  },
  environmentVariables: {
    route: `GET ${repo}/environments/{environment_name}/variables`,
    ask: 'list the names of the variables of the environment',
    permission: 'environments: read',
  },
  selectedActions: {
    route: `GET ${repo}/actions/permissions/selected-actions`,
    ask: 'read which actions are allowed',
    permission: 'administration: read',
  },
  dependencyAlerts: {
    route: `GET ${repo}/dependabot/alerts`,
    ask: 'list the alerts about dependencies, where they are on',
    permission: 'vulnerability-alerts: read',
  },
  codeAlerts: {
    route: `GET ${repo}/code-scanning/alerts`,
    ask: 'list the alerts about code, where code scanning is on',
    permission: 'security-events: read',
  },
  secretAlerts: {
    route: `GET ${repo}/secret-scanning/alerts`,
    ask: 'list the alerts about secrets, where secret scanning is on',
    permission: 'secret-scanning-alerts: read',
  },
  auditLog: {
    route: 'GET /orgs/{org}/audit-log',
    ask: 'read the audit log of the organisation, which not every plan has',
    permission: 'organization-administration: read',
  },
} as const satisfies Record<string, Endpoint>
