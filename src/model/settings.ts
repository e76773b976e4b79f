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
  /** Address of another repository that holds the evidence branch; left out: this one does. */
  readonly evidenceRemote?: string
  /** Branch of the payloads; different from every other. */
  readonly payloadsBranch: string
  /** Days that a payload is kept, by kind of its record; `default` for all others. */
  readonly retentionDays: ReadonlyMap<string, number>
  readonly severities: ReadonlyMap<string, Severity>
  readonly anchors: AnchorSettings
}

export const defaultSettings: Settings = {
  programFolder: 'compliance',
  protectedBranch: 'main',
  evidenceBranch: 'compliance-evidence',
  documentsBranch: 'compliance-docs',
  payloadsBranch: 'compliance-payloads',
  // Seven years.
  retentionDays: new Map([['default', 2557]]),
  severities: new Map(),
  anchors: { authorities: [], required: false },
}
