import { appGate, gateWorkflows, queueGate } from '../usecases/starter/gate-workflows.ts'
import { checkoutStep, type WorkflowParts, workflowParts } from '../usecases/starter/starter-workflow.ts'
import { starterWorkflows } from '../usecases/starter/starter-workflows.ts'

/** A workflow to copy. */
export interface WorkflowExample {
  /** File in `docs/workflows`. */
  readonly name: string
  readonly text: string
}

/** Workflows beside those that `init` writes, and those, for somebody who wants one of them alone. */
export function workflowExamples(): readonly WorkflowExample[] {
  const parts = workflowParts('main')
  const [hardened, review] = gateWorkflows(parts, 'hardened')
  const written = starterWorkflows('main').map(({ kind, text }) => ({ name: `${names[kind]}.yml`, text }))
  return [
    ...written,
    { name: 'gate-hardened.yml', text: hardened?.text ?? '' },
    { name: 'gate-hardened-review.yml', text: review?.text ?? '' },
    { name: 'gate-app-token.yml', text: appGate(parts) },
    { name: 'gate-merge-queue.yml', text: queueGate(parts) },
    { name: 'deploy-job.yml', text: deployJob(parts) },
    { name: 'attest.yml', text: attest(parts) },
    { name: 'audit.yml', text: audit(parts) },
    { name: 'collect.yml', text: collect(parts) },
    { name: 'drift.yml', text: drift(parts) },
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const names = { check: 'check', deploy: 'deploy-event', gate: 'gate-simple', record: 'record' } as const

const deployJob = ({ branches, uses, note }: WorkflowParts): string =>
  `# Deploys what was merged, after the gate: every change since the last recorded deployment has to be approved, by nobody who
# deploys. Whoever merged is a deployer here, and whoever runs the job again. Name the environment in both jobs.
${note}name: Deploy
on:
  push:
    ${branches}
permissions: {}
concurrency: deploy-production
jobs:
  gate:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      deployments: read
      actions: read
    steps:
      ${checkoutStep}
      - uses: ${uses}
        with: { mode: gate, environment: production }
  deploy:
    needs: gate
    runs-on: ubuntu-latest
    environment: production
    permissions:
      contents: read
    steps:
      ${checkoutStep}
      - run: ./deploy.sh
`

const drift = ({ uses, note }: WorkflowParts): string =>
  `# Once a week: what got better or worse in the last seven days. The job fails where something got worse, prints the deficiencies that
# follow as a diff (\`git apply\` takes it; commit it by a pull request), and keeps an issue for each deficiency. It writes nothing but
# issues.
${note}name: Drift
on:
  schedule:
    - cron: "47 4 * * 1"
  workflow_dispatch:
permissions: {}
jobs:
  drift:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      issues: write
    steps:
      ${checkoutStep}
${program(uses)}
      - run: >-
          node .countersign/dist/cli.js drift --remote="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"
          --since="$(date --utc --date='7 days ago' +%F)" --drafts --issue
        env:
          GITHUB_TOKEN: \${{ github.token }}
`

const attest = ({ uses, note }: WorkflowParts): string =>
  `# A person states something about a requirement of a control: "Run workflow" on the protected branch, and fill in the form. The
# account that starts the run proves who states it, so People has to know it. Whoever runs it again states nothing: that is
# recorded as claimed. What is typed reaches the program by its environment and is never part of the script.
${note}name: State evidence
on:
  workflow_dispatch:
    inputs:
      requirement:
        description: Requirement that it is about, for example EVR-RESTORE-TEST
        required: true
        type: string
      statement:
        description: What was done, in one line
        required: true
        type: string
      covers:
        description: Days it speaks of, as 2026-04-01..2026-06-30
        required: true
        type: string
      outcome:
        description: What came of it
        required: true
        type: choice
        default: done
        options: [done, done-with-exceptions, not-done]
permissions: {}
jobs:
  attest:
    if: github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    environment: compliance
    permissions:
      contents: write
    steps:
      ${checkoutStep}
${program(uses)}
      - run: >-
          node .countersign/dist/cli.js evidence attest --remote="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"
          --requirement="$REQUIREMENT" --statement="$STATEMENT" --covers="$COVERS" --outcome="$OUTCOME"
        env:
          REQUIREMENT: \${{ inputs.requirement }}
          STATEMENT: \${{ inputs.statement }}
          COVERS: \${{ inputs.covers }}
          OUTCOME: \${{ inputs.outcome }}
          GITHUB_TOKEN: \${{ github.token }}
          COUNTERSIGN_LOG_KEY: \${{ secrets.COUNTERSIGN_LOG_KEY }}
`

/** The command line, for jobs that need more of it than the Action does. */
function program(uses: string): string {
  const [repository = '', commit = ''] = (uses.split(' #')[0] ?? '').split('@')
  return `      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          repository: ${repository}
          ref: "${commit}"
          path: .countersign
          persist-credentials: false`
}

const audit = ({ uses, note }: WorkflowParts): string =>
  `# Once a day, whatever events were missed: every change of the last eight days on the protected branch is decided again as of its
# merge, and what was not recorded is recorded. The job "audit" fails where something went past the gate: a direct push, a merge
# without the approvals, a green status that another account posted (\`--status-by\` where an App posts it).
${note}name: Compliance audit
on:
  schedule:
    - cron: "47 2 * * *"
  workflow_dispatch:
permissions: {}
jobs:
  audit:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: read
      statuses: read
    steps:
      ${checkoutStep}
${program(uses)}
      - run: node .countersign/dist/cli.js audit --repo "$GITHUB_REPOSITORY" --since "$(date -u -d '8 days ago' +%F)"
        env:
          GITHUB_TOKEN: \${{ github.token }}
  record:
    runs-on: ubuntu-latest
    environment: compliance
    permissions:
      contents: write
      pull-requests: read
      deployments: read
      actions: read
    steps:
      ${checkoutStep}
      - uses: ${uses}
        with:
          mode: record
          log-key: \${{ secrets.COUNTERSIGN_LOG_KEY }}
`

const collect = ({ uses, note }: WorkflowParts): string =>
  `# Once a day: who may do what, tokens, settings and alerts as they are, and every merge that is not recorded yet. Then
# the documents, with what drifted since the last ones in the summary of the job, and, where countersign.yaml names an authority,
# a time stamp over the log. A day that is skipped is caught up by the next.
# Read with a GitHub App of your own that may only read: of the repository administration, actions, contents, environments,
# secrets, variables, Dependabot alerts, code scanning alerts, secret scanning alerts; of the organisation administration,
# members, personal access tokens, secrets, variables. What it may not read is "not determined", and the job says so. "activity"
# is the audit log of Enterprise Cloud: add it, or SRC-... for a declared source, to "collect". The key of the App and that of
# the log are secrets of the environment "compliance", which only the protected branch may use.
${note}name: Evidence of the day
on:
  schedule:
    - cron: "23 1 * * *"
  workflow_dispatch:
permissions: {}
jobs:
  collect:
    runs-on: ubuntu-latest
    environment: compliance
    permissions:
      contents: write
      pull-requests: read
      deployments: read
      actions: read
    steps:
      ${checkoutStep}
      - id: app
        uses: actions/create-github-app-token@bcd2ba49218906704ab6c1aa796996da409d3eb1 # v3.2.0
        with:
          client-id: \${{ vars.COUNTERSIGN_READER_CLIENT_ID }}
          private-key: \${{ secrets.COUNTERSIGN_READER_KEY }}
      - uses: ${uses}
        with:
          mode: record
          collect: access-list, teams, tokens, settings, findings
          collect-token: \${{ steps.app.outputs.token }}
          log-key: \${{ secrets.COUNTERSIGN_LOG_KEY }}
`
