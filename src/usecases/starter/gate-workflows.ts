import type { StarterWorkflow, WorkflowParts, WorkflowSet } from './starter-workflow.ts'

const gatePath = '.github/workflows/countersign-gate.yml'
const reviewPath = '.github/workflows/countersign-review.yml'

/** Name of the workflow that notices reviews: the gate waits for a workflow of this name. */
const reviewName = 'Review noticed'

const pullRequestTypes = 'types: [opened, reopened, synchronize, edited, ready_for_review, closed]'

/** Every run that may post for one commit is in a group of its own, so that none takes the place of another that waits. */
const group = (keys: readonly string[]): string =>
  `gate-\${{ github.event_name }}-\${{ ${[...keys, 'github.event.merge_group.head_sha', 'github.sha'].join(' || ')} }}`

const permissions = `permissions:
      contents: read
      pull-requests: read
      statuses: write`

/** The gate as one workflow, or as one that a pull request cannot change and one that only notices reviews. */
export const gateWorkflows = (parts: WorkflowParts, set: WorkflowSet): readonly StarterWorkflow[] =>
  set === 'simple'
    ? [{ kind: 'gate', path: gatePath, text: simpleGate(parts) }]
    : [
        { kind: 'gate', path: gatePath, text: hardenedGate(parts) },
        { kind: 'gate', path: reviewPath, text: reviewNoticed },
      ]

const simpleGate = ({ branches, uses, note }: WorkflowParts): string =>
  `# Posts the status "countersign/gate (BRANCH)": whether a pull request has the approvals that the base branch asks for.
# Require that status in the rules of the protected branch. No \`paths:\` filter here: a required status that is never
# posted blocks for ever.
${note}name: Compliance gate
on:
  pull_request_target:
    ${pullRequestTypes}
  pull_request_review:
  merge_group:
  push:
    ${branches}
permissions: {}
jobs:
  gate:
    # One run of a kind at a time: the last status must not be of the run that read first. Runs for forks may not post,
    # so they are a kind of their own and take the place of no other.
    concurrency: ${group(['github.event.pull_request.number'])}
    runs-on: ubuntu-latest
    ${permissions}
    steps:
      # No checkout: the gate runs no code of the pull request and reads its rules from the base branch.
      - uses: ${uses}
        with: { mode: gate }
`

const events = (branches: string): string => `on:
  pull_request_target:
    ${pullRequestTypes}
  # A review starts "${reviewName}" with the workflow file and the token of the pull request; this one starts after it, with the
  # workflow file of the default branch. Add the names of workflows whose results the gate rules ask for.
  workflow_run:
    workflows: ["${reviewName}"]
    types: [completed]
  merge_group:
  push:
    ${branches}
  # What no event tells: somebody lost their permission, a freeze began, a review was noticed by nobody.
  schedule:
    - cron: "23 */6 * * *"`

const hardenedKeys = ['github.event.pull_request.number', 'github.event.workflow_run.head_sha']

const hardenedGate = ({ branches, uses, note }: WorkflowParts): string =>
  `# Posts the status "countersign/gate (BRANCH)", and only by workflow files that the pull request cannot change: this one
# never runs as the pull request has it. Require that status in the rules of the protected branch, and keep this folder under
# code owners. Goes with countersign-review.yml.
${note}name: Compliance gate
${events(branches)}
permissions: {}
jobs:
  gate:
    # One run of a kind at a time: the last status must not be of the run that read first.
    concurrency: ${group(hardenedKeys)}
    runs-on: ubuntu-latest
    ${permissions}
    steps:
      # No checkout: the gate runs no code of the pull request and reads its rules from the base branch.
      - uses: ${uses}
        with: { mode: gate }
`

const reviewNoticed = `# Notices that somebody reviewed, so that the gate runs again. It has no permission and does nothing: on this event the
# workflow file is that of the pull request, which may say anything. Goes with countersign-gate.yml.
name: ${reviewName}
on:
  pull_request_review:
permissions: {}
jobs:
  noticed:
    runs-on: ubuntu-latest
    steps:
      - run: "true"
`

/** The hardened gate that posts as a GitHub App of one's own, so that the required status can be pinned to that App. */
export const appGate = ({ branches, uses, note }: WorkflowParts): string =>
  `# The hardened gate, posting as a GitHub App of your own: require the status "countersign/gate (BRANCH)" from that App, and no
# other workflow can post it. The App needs the repository permissions contents: read, pull requests: read, commit statuses:
# write, members: read where rules name GitHub teams, and no webhook. Put its key into the environment "countersign", which only
# the default branch may use. Goes with countersign-review.yml.
${note}name: Compliance gate
${events(branches)}
permissions: {}
jobs:
  gate:
    # One run of a kind at a time: the last status must not be of the run that read first.
    concurrency: ${group(hardenedKeys)}
    runs-on: ubuntu-latest
    environment: countersign
    # What it may do is in the token of the App.
    permissions: {}
    steps:
      - id: app
        uses: actions/create-github-app-token@bcd2ba49218906704ab6c1aa796996da409d3eb1 # v3.2.0
        with:
          client-id: \${{ vars.COUNTERSIGN_APP_CLIENT_ID }}
          private-key: \${{ secrets.COUNTERSIGN_APP_KEY }}
          permission-contents: read
          permission-pull-requests: read
          permission-statuses: write
      # No checkout: the gate runs no code of the pull request and reads its rules from the base branch.
      - uses: ${uses}
        with:
          mode: gate
          github-token: \${{ steps.app.outputs.token }}
          app-slug: \${{ steps.app.outputs.app-slug }}
`

/** For a repository with a merge queue: the gate and the check answer the queue, each pull request of a group is judged. */
export const queueGate = ({ branches, uses, note }: WorkflowParts): string =>
  `# The gate for a branch with a merge queue. Require the status "countersign/gate (BRANCH)": the queue waits for it on the commit
# of every group, and every pull request of the group is judged anew. A check that is required too has to run on merge_group as
# well, or the queue waits for ever. Where the queue squashes or rebases, a pull request of 300 files or more cannot be told
# apart from others and is not determined; merge commits have no such limit.
${note}name: Compliance gate
on:
  pull_request_target:
    ${pullRequestTypes}
  pull_request_review:
  merge_group:
    types: [checks_requested]
    ${branches}
  push:
    ${branches}
permissions: {}
jobs:
  gate:
    concurrency: ${group(['github.event.pull_request.number'])}
    runs-on: ubuntu-latest
    ${permissions}
    steps:
      # No checkout: the gate runs no code of the pull request and reads its rules from the base branch.
      - uses: ${uses}
        with: { mode: gate }
`
