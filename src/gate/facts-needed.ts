import type { ProgramModel } from '../model/program-model.ts'
import type { GateRule } from '../model/records.ts'

/** What must be read of the forge, besides what every decision needs, so that the rules can be judged. */
export interface FactsNeeded {
  /** `organisation/team-slug` of every team that a rule names, sorted. */
  readonly githubTeams: readonly string[]
  /** Permissions of those who set labels. */
  readonly labels: boolean
  /** Modes of the changed files. */
  readonly modes: boolean
  readonly checks: boolean
  readonly workflowRuns: boolean
  readonly environmentStates: boolean
  /** The CODEOWNERS file of the base, and the members of the teams in it. */
  readonly codeOwners: boolean
}

type Requirement = NonNullable<GateRule['require']>
type Source = { readonly githubTeams?: readonly string[]; readonly codeOwners?: true }

/** Gathers it from every rule, whether or not it will apply: what was not read is not known. */
export function factsNeeded({ gateRules, changeTemplates }: ProgramModel): FactsNeeded {
  const records = gateRules.map(({ value }) => value)
  const rules = records.flatMap((record) => record.rules)
  const requirements = rules.flatMap(({ require }) => (require === undefined ? [] : withNested(require)))
  const conditions = rules.flatMap(({ when }) =>
    when === undefined ? [] : [when, ...(when.not === undefined ? [] : [when.not])],
  )
  const sources: readonly Source[] = [
    ...requirements.flatMap(({ from }) => (from === undefined || Array.isArray(from) ? [] : [from as Source])),
    ...conditions.flatMap(({ labels }) => (labels?.setBy === undefined ? [] : [labels.setBy])),
  ]
  const bots = records.flatMap(({ botChanges = [] }) => botChanges)
  return {
    githubTeams: [...new Set(sources.flatMap(({ githubTeams = [] }) => githubTeams))].sort(),
    labels: conditions.some(({ labels }) => labels !== undefined),
    // A standard change stays within the paths of its template.
    modes:
      bots.length > 0 ||
      changeTemplates.size > 0 ||
      conditions.some(({ modes, onlyPaths }) => modes !== undefined || onlyPaths !== undefined),
    checks: requirements.some(
      ({ checks, evidence }) =>
        checks !== undefined || evidence?.scans !== undefined || evidence?.coverage !== undefined,
    ),
    workflowRuns: requirements.some(({ workflows }) => workflows !== undefined),
    environmentStates: requirements.some(({ evidence }) => evidence?.health !== undefined),
    codeOwners:
      requirements.some(({ codeOwners }) => codeOwners !== undefined) ||
      sources.some(({ codeOwners }) => codeOwners === true),
  }
}

const withNested = (requirement: Requirement): readonly Requirement[] => [
  requirement,
  ...[...(requirement.all ?? []), ...(requirement.any ?? [])].flatMap(withNested),
]
