/** A workflow that `init` writes. */
export interface StarterWorkflow {
  /** What `doctor` calls its purpose. */
  readonly kind: 'check' | 'deploy' | 'gate' | 'record'
  readonly path: string
  readonly text: string
}

/** Ways to set the gate up: plain, or so that a pull request cannot bring its own gate. */
export const workflowSets = ['simple', 'hardened'] as const
export type WorkflowSet = (typeof workflowSets)[number]

/** Where to take Countersign from while nobody has said it: it runs nowhere, and `doctor` says so. */
const actionPlaceholder = 'OWNER/countersign@0000000000000000000000000000000000000000'

const hint = `#
# Replace OWNER/countersign by the repository you keep Countersign in, and the zeros by the full commit id of the release
# you have read. A tag can be moved to other code; a commit id cannot.
`

/** What all workflows have in common. */
export interface WorkflowParts {
  /** A filter for events of the protected branch. */
  readonly branches: string
  /** `OWNER/NAME@COMMIT` of Countersign, for `uses:`. */
  readonly uses: string
  /** Comment lines that say what is to be filled in; empty where nothing is. */
  readonly note: string
}

/** @param action `OWNER/NAME@COMMIT`; left out: a placeholder to fill in */
export function workflowParts(protectedBranch: string, action = actionPlaceholder): WorkflowParts {
  const isPlaceholder = action === actionPlaceholder
  return {
    branches: `branches: [${JSON.stringify(protectedBranch)}]`,
    uses: isPlaceholder ? `${action} # vX.Y.Z` : action,
    note: isPlaceholder ? hint : '',
  }
}

export const checkoutStep = `- uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { fetch-depth: 0, persist-credentials: false }`
