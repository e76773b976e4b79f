import { createHash } from 'node:crypto'
import type { ImportFormat } from '../usecases/import-formats.ts'
import type { DemoPerson } from './demo-repository.ts'

/** Folder of the program in the demo. */
export const program = 'compliance'

/** The day some days later. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export type Category = 'standard' | 'normal' | 'emergency'

/** How a step changes the files: a whole new text, or replacements that must each fit at least once. */
export type Edit =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly replace: readonly (readonly [from: string, to: string])[] }

export type Step =
  | {
      readonly kind: 'pull'
      readonly title: string
      readonly category: Category
      readonly author: DemoPerson
      /** Day of opening; it is reviewed on the next day and merged on the one after. */
      readonly day: string
      readonly approvers: readonly DemoPerson[]
      readonly mergedBy: DemoPerson
      readonly method: 'merge' | 'squash'
      /** Ids of change requests that its description names beside its own. */
      readonly names?: readonly string[]
      readonly edits: readonly Edit[]
    }
  | {
      readonly kind: 'direct-push'
      readonly title: string
      readonly by: DemoPerson
      readonly at: string
      readonly edits: readonly Edit[]
    }
  | { readonly kind: 'deployment'; readonly environment: string; readonly by: DemoPerson; readonly at: string }
  | { readonly kind: 'audit'; readonly at: string }
  /** A file of another system, imported on that day. */
  | {
      readonly kind: 'import'
      /** Id of the EvidenceSource that says what it means, or the format of a tool with the system it looked at. */
      readonly source: string | { readonly format: ImportFormat; readonly system: string }
      readonly file: string
      readonly text: string
      readonly query: string
      /** What it speaks for; left out: the moment of the import. */
      readonly covers?: { readonly from: string; readonly to: string }
      /** Whether the file says itself when it was made. */
      readonly saysWhen?: boolean
      readonly at: string
    }
  /** What a person states about a requirement. */
  | {
      readonly kind: 'statement'
      readonly requirement: string
      readonly statement: string
      readonly by: DemoPerson
      /** Whether the run of a workflow shows who it was; else somebody else typed the name. */
      readonly isProven: boolean
      readonly from: string
      readonly to: string
      readonly at: string
    }

export type PullStep = Extract<Step, { kind: 'pull' }>

export const pull = (
  day: string,
  title: string,
  author: DemoPerson,
  approvers: readonly DemoPerson[],
  edits: readonly Edit[],
  more: { category?: Category; mergedBy?: DemoPerson; method?: 'merge' | 'squash'; names?: readonly string[] } = {},
): PullStep => ({
  kind: 'pull',
  day,
  title,
  author,
  approvers,
  edits,
  category: 'normal',
  mergedBy: author,
  method: 'squash',
  ...more,
})

/** When a step is done: a pull request is merged two days after it was opened. */
const momentOf = (step: Step): string => ('at' in step ? step.at : `${dayAfter(step.day, 2)}T15:00:00Z`)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Steps of several stories in the order of time; of those of one moment the first story goes first. */
export function inOrder(...stories: readonly (readonly Step[])[]): readonly Step[] {
  return stories.flat().sort((a, b) => compare(momentOf(a), momentOf(b)))
}

/** A record in a file of its own, named after its id, which is the first line of the text. */
export function record(folder: string, kind: string, text: string): Edit {
  const id = /^id: (\S+)$/m.exec(text)?.[1]
  if (id === undefined) throw new Error(`demo: a ${kind} without an id`)
  const schema = kind.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase()
  return {
    path: `${program}/${folder}/${id}.yaml`,
    text: [
      `# yaml-language-server: $schema=../.schemas/v1/${schema}.json`,
      'apiVersion: countersign/v1',
      `kind: ${kind}`,
      text.trimStart(),
    ].join('\n'),
  }
}

/** Digest of a file that is kept elsewhere and does not exist, the same each time. */
export const digestOf = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`

/** Stands in a record for the commit that went around review, which is known once it was pushed. */
export const pushedCommit = '{{direct-push}}'
