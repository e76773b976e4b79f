import { decidePullRequest } from '../gate/decide-pull-request.ts'
import type { GateDecision } from '../gate/gate-decision.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { SourceFile } from '../model/program-model.ts'
import { readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { decisionDocument, factsDocument } from './gate-digests.ts'

/** The files that rules and people are read from. */
export interface RulesSource {
  /** `countersign.yaml`; undefined where there is none. */
  readonly settings: SourceFile | undefined
  readonly files: readonly SourceFile[]
  /** Commit they were read at; undefined for a folder. */
  readonly sha: string | undefined
}

export interface JudgedPullRequest {
  readonly facts: PullRequestFacts
  /** What it was judged by, to judge it again. */
  readonly source: RulesSource
  readonly decision: GateDecision
  /** Where the base has no rules yet: what the rules in this pull request would say. */
  readonly preview: GateDecision | undefined
  readonly rulesSha: string | undefined
  /** Facts as they are attached to evidence. */
  readonly factsText: string
  readonly factsDigest: string
  /** What was decided, as it is attached to evidence. */
  readonly decisionText: string
  readonly decisionDigest: string
}

/** Reads the rules, decides, and says by which digests the decision is known. The same input gives the same result. */
export function judgePullRequest(facts: PullRequestFacts, source: RulesSource): JudgedPullRequest {
  const { settings, problems } = readSettings(source.settings)
  const base = readProgram(source.files)
  const changedFiles = facts.changeFiles.known ? facts.changeFiles.value.map(toSourceFile) : []
  const changes = readProgram(changedFiles)
  const input = {
    base,
    baseFiles: source.files,
    changes,
    facts,
    protectedBranch: settings.protectedBranch,
    programFolder: settings.programFolder,
  }
  const judged = decidePullRequest(input)
  // A settings file with a mistake may name other branches and folders: nothing is decided by defaults instead.
  const [broken] = problems
  const decision: GateDecision =
    broken === undefined || judged.code === 'closed'
      ? judged
      : {
          ...judged,
          verdict: 'not-determined',
          code: 'unreadable-rules',
          summary: `Not determined: the settings on ${facts.pull.base.ref} cannot be read: ${broken.message}`,
          notes: problems.map(({ message }) => message),
        }
  const introduced = decision.code === 'no-configuration' && changes.model.gateRules.length > 0
  const { text, digest } = factsDocument(facts)
  const decided = decisionDocument(decision)
  return {
    facts,
    source,
    decision,
    preview: introduced ? decidePullRequest({ ...input, base: changes, baseFiles: changedFiles }) : undefined,
    rulesSha: source.sha,
    factsText: text,
    factsDigest: digest,
    decisionText: decided.text,
    decisionDigest: decided.digest,
  }
}

const toSourceFile = ({ path, text }: { readonly path: string; readonly text: string }): SourceFile => ({
  path,
  bytes: new TextEncoder().encode(text),
})
