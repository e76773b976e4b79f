import type { Severity } from './outcome.ts'

/** Who outside is asked to remember the evidence log. */
export interface AnchorSettings {
  readonly authorities: readonly { readonly url: string; readonly plainHttp: boolean }[]
  /** Whether it is a failure where none of them answers. */
  readonly required: boolean
}

/** What `countersign.yaml` says, with every default filled in. */
export interface Settings {
  /** Folder of the program, relative to the repository root, without a trailing slash. */
  readonly programFolder: string
  readonly protectedBranch: string
  readonly evidenceBranch: string
  readonly documentsBranch: string
  readonly severities: ReadonlyMap<string, Severity>
  readonly anchors: AnchorSettings
}

export const defaultSettings: Settings = {
  programFolder: 'compliance',
  protectedBranch: 'main',
  evidenceBranch: 'compliance-evidence',
  documentsBranch: 'compliance-docs',
  severities: new Map(),
  anchors: { authorities: [], required: false },
}
