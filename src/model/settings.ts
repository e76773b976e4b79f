import type { Severity } from './outcome.ts'

/** What `countersign.yaml` says, with every default filled in. */
export interface Settings {
  /** Folder of the program, relative to the repository root, without a trailing slash. */
  readonly programFolder: string
  readonly protectedBranch: string
  readonly evidenceBranch: string
  readonly documentsBranch: string
  /** Address of another repository that holds the evidence branch; left out: this one does. */
  readonly evidenceRemote?: string
  readonly severities: ReadonlyMap<string, Severity>
}

export const defaultSettings: Settings = {
  programFolder: 'compliance',
  protectedBranch: 'main',
  evidenceBranch: 'compliance-evidence',
  documentsBranch: 'compliance-docs',
  severities: new Map(),
}
