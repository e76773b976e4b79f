import { gateWorkflows } from './gate-workflows.ts'
import {
  checkoutStep,
  type StarterWorkflow,
  type WorkflowParts,
  type WorkflowSet,
  workflowParts,
} from './starter-workflow.ts'

/**
 * The workflows that `init` writes, one for each purpose: each has the events it needs and the least permissions.
 *
 * @param action `OWNER/NAME@COMMIT`
 * @param set how the gate is set up
 */
export function starterWorkflows(
  protectedBranch: string,
  action?: string,
  set: WorkflowSet = 'simple',
): readonly StarterWorkflow[] {
  const parts = workflowParts(protectedBranch, action)
  return [checkWorkflow(parts), deployWorkflow(parts), ...gateWorkflows(parts, set), recordWorkflow(parts)]
}

/** Records are checked with the files of the pull request, which may write nothing. */
const checkWorkflow = ({ branches, uses, note }: WorkflowParts): StarterWorkflow => ({
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
      ${checkoutStep}
      - uses: ${uses}
        with: { mode: check }
`,
})

/** On the event of a deployment; `deployJob` is for a job that deploys without one. */
const deployWorkflow = ({ uses, note }: WorkflowParts): StarterWorkflow => ({
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
      ${checkoutStep}
      - uses: ${uses}
        with: { mode: gate }
`,
})

/** The one job that holds the key of the log. */
const recordWorkflow = ({ branches, uses, note }: WorkflowParts): StarterWorkflow => ({
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
      ${checkoutStep}
      - uses: ${uses}
        with:
          mode: record
          log-key: \${{ secrets.COUNTERSIGN_LOG_KEY }}
`,
})
