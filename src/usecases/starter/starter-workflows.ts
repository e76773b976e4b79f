interface StarterWorkflow {
  /** What `doctor` calls its purpose. */
  readonly kind: 'check' | 'deploy' | 'gate' | 'record'
  readonly path: string
  readonly text: string
}

/** Where to take Countersign from while nobody has said it: it runs nowhere, and `doctor` says so. */
const actionPlaceholder = 'OWNER/countersign@0000000000000000000000000000000000000000'

const checkout = `- uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { fetch-depth: 0, persist-credentials: false }`

const hint = `#
# Replace OWNER/countersign by the repository you keep Countersign in, and the zeros by the full commit id of the release
# you have read. A tag can be moved to other code; a commit id cannot.
`

/**
 * The workflows that `init` writes, one for each purpose: each has the events it needs and the least permissions.
 *
 * @param action `OWNER/NAME@COMMIT`
 */
export function starterWorkflows(protectedBranch: string, action = actionPlaceholder): readonly StarterWorkflow[] {
  const branches = `branches: [${JSON.stringify(protectedBranch)}]`
  const uses = action === actionPlaceholder ? `${action} # vX.Y.Z` : action
  const note = action === actionPlaceholder ? hint : ''
  return [
    {
      kind: 'check',
      path: '.github/workflows/countersign-check.yml',
      text: `# Checks the records of the compliance program on every pull request, and once a day what has fallen due.
${note}name: Compliance check
on:
  pull_request:
  merge_group:
  push:
    ${branches}
  schedule:
    - cron: "41 4 * * *"
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      ${checkout}
      - uses: ${uses}
        with: { mode: check }
`,
    },
    {
      kind: 'deploy',
      path: '.github/workflows/countersign-deploy.yml',
      text: `# Stands in front of what deploys: no deployment of an unapproved change, nor by somebody who approved one.
${note}name: Deployment gate
on: deployment
permissions: {}
jobs:
  gate:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      deployments: read
      actions: read
    steps:
      ${checkout}
      - uses: ${uses}
        with: { mode: gate }
`,
    },
    {
      kind: 'gate',
      path: '.github/workflows/countersign-gate.yml',
      text: `# Posts the status "countersign/gate (BRANCH)": whether a pull request has the approvals that the base branch asks for.
# Require that status in the rules of the protected branch. No \`paths:\` filter here: a required status that is never
# posted blocks for ever.
${note}name: Compliance gate
on:
  pull_request_target:
    types: [opened, reopened, synchronize, edited, ready_for_review, closed]
  pull_request_review:
  merge_group:
  push:
    ${branches}
permissions: {}
jobs:
  gate:
    # One run of a kind at a time: the last status must not be of the run that read first. Runs for forks may not post,
    # so they are a kind of their own and take the place of no other.
    concurrency: gate-\${{ github.event_name }}-\${{ github.event.pull_request.number || github.event.merge_group.head_sha || github.ref }}
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: read
      statuses: write
    steps:
      # No checkout: the gate runs no code of the pull request and reads its rules from the base branch.
      - uses: ${uses}
        with: { mode: gate }
`,
    },
    {
      kind: 'record',
      path: '.github/workflows/countersign-record.yml',
      text: `# Records what was merged and deployed in the evidence log, audits the branch, and renders the documents.
# Before the first run: \`countersign evidence init\`, with the key as a secret of the environment "compliance", which only
# the protected branch may use.
${note}name: Evidence
on:
  push:
    ${branches}
  deployment_status:
  schedule:
    - cron: "17 3 * * *"
  workflow_dispatch:
permissions: {}
jobs:
  record:
    runs-on: ubuntu-latest
    environment: compliance
    permissions:
      contents: write
      pull-requests: read
      deployments: read
      actions: read
    steps:
      ${checkout}
      - uses: ${uses}
        with:
          mode: record
          log-key: \${{ secrets.COUNTERSIGN_LOG_KEY }}
`,
    },
  ]
}
