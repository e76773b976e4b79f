import type { Location } from '../model/location.ts'
import type { SourceFile } from '../model/program-model.ts'
import type { SettingsReading } from '../read/read-settings.ts'
import type { Use } from './countersign-step.ts'
import type { Workflow, WorkflowReading } from './workflow.ts'

/** What git says about the repository. */
export interface RepositoryFacts {
  /** Whether the folder that was looked at is the top of its work tree. */
  readonly isTop: boolean
  readonly isShallow: boolean
  /** Branch that is checked out, whether or not it has a commit; undefined where none is. */
  readonly current: string | undefined
  /** Branches here, and those of `origin` as last fetched. */
  readonly branches: ReadonlySet<string>
}

/** What was found out about a machine and a repository, without a network. Every check reads from this alone. */
export interface SetupFacts {
  /** Without `v`, for example `20.19.0`. */
  readonly nodeVersion: string
  /** For example `2.39.5`; undefined where there is no git. */
  readonly gitVersion: string | undefined
  /** undefined where the folder is in no repository, or there is no git. */
  readonly repository: RepositoryFacts | undefined
  readonly settingsPath: string
  readonly settingsFile: SourceFile | undefined
  readonly settings: SettingsReading
  /** YAML files of the program. */
  readonly program: readonly SourceFile[]
  /** Copies of the schemas in the repository, and as this version has them, by path. */
  readonly schemas: readonly SourceFile[]
  readonly shippedSchemas: ReadonlyMap<string, string>
  readonly workflows: readonly WorkflowReading[]
  /** Every step that runs Countersign, over all workflows that can be read and start by an event of their own. */
  readonly uses: readonly Use[]
  /** Workflows that run Countersign and are called by others: on which events, is not followed. */
  readonly called: readonly Workflow[]
  /** The files that may say who owns what, first that of the place where GitHub looks first. */
  readonly codeOwners: readonly SourceFile[]
  readonly attributes: SourceFile | undefined
  /** Configurations of tools that run before a commit. */
  readonly hooks: readonly SourceFile[]
  readonly trustPolicy: SourceFile | undefined
  /** Head of the evidence log, from the tip of its branch; undefined where there is no such branch or file. */
  readonly checkpoint: SourceFile | undefined
}

export const readableWorkflows = ({ workflows }: SetupFacts): readonly Workflow[] =>
  workflows.flatMap((reading) => (reading.ok ? [reading.workflow] : []))

/** Workflows that run Countersign. */
export const ownWorkflows = (facts: SetupFacts): readonly Workflow[] => [
  ...new Set(facts.uses.map(({ workflow }) => workflow)),
]

/** Workflows that may run Countersign, where it is not known how: nothing may be said as if they were not there. */
export const openPlaces = ({
  workflows,
  called,
}: SetupFacts): readonly { readonly what: string; readonly at: Location }[] => [
  ...workflows.flatMap((reading) =>
    reading.ok || (reading.text !== undefined && !/countersign/i.test(reading.text)) ? [] : [reading.problem],
  ),
  ...called.map(({ at }) => ({
    what: 'The workflow is called by others, and calls are not followed here',
    at: at.locate(['on', 'workflow_call'], 'key'),
  })),
]
