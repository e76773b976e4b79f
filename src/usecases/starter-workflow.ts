/** The workflow that `init` writes: check and gate, each with the least permissions it needs. */
export const workflowText = (
  protectedBranch: string,
): string => `# Checks the compliance program and gates pull requests.
#
# Replace OWNER/countersign by the repository you keep Countersign in, and the zeros by the full commit id of the release
# you have read. A tag can be moved to other code; a commit id cannot.
name: Compliance
on:
  pull_request:
  pull_request_target:
    types: [opened, reopened, synchronize, edited, ready_for_review, closed]
  pull_request_review:
  merge_group:
  push:
    branches: [${JSON.stringify(protectedBranch)}]
permissions: {}
jobs:
  check:
    if: github.event_name == 'pull_request' || github.event_name == 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { fetch-depth: 0, persist-credentials: false }
      - uses: OWNER/countersign@0000000000000000000000000000000000000000 # vX.Y.Z
        with: { mode: check }
  gate:
    if: github.event_name != 'pull_request'
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
      - uses: OWNER/countersign@0000000000000000000000000000000000000000 # vX.Y.Z
        with: { mode: gate }
`
