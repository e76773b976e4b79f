import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { workflowExamples } from '../../src/dev/workflow-examples.ts'
import { starterWorkflows } from '../../src/usecases/starter/starter-workflows.ts'

const root = join(import.meta.dirname, '..', '..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

/** `action.yml`, parsed. */
export const actionDefinition = parse(textOf('action.yml')) as {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}

export interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
}
export interface Workflow {
  readonly on: unknown
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>
        readonly concurrency?: unknown
        readonly steps: readonly Step[]
      }
    >
  >
}

/** Every workflow that this project runs, writes for others or shows, by where it stands. */
export const workflowTexts: readonly (readonly [where: string, text: string])[] = [
  ...readdirSync(join(root, '.github/workflows'))
    .sort()
    .map((name) => [`.github/workflows/${name}`, textOf(join('.github/workflows', name))] as const),
  ...starterWorkflows('main').map(({ path, text }) => [`what init writes, ${path}`, text] as const),
  ...starterWorkflows('main', undefined, 'hardened').map(
    ({ path, text }) => [`what init --workflows hardened writes, ${path}`, text] as const,
  ),
  ...workflowExamples().map(({ name, text }) => [`docs/workflows/${name}`, text] as const),
  ...starterWorkflows('release/"x" # 1', undefined, 'hardened').map(
    ({ path, text }) => [`what init writes for an odd branch, ${path}`, text] as const,
  ),
  ...[...textOf('README.md').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, text = '']) => text)
    .filter((text) => /^jobs:$/m.test(text))
    .map((text, at) => [`README.md, workflow ${at + 1}`, text] as const),
]

export const workflows: readonly (readonly [where: string, workflow: Workflow])[] = workflowTexts.map(
  ([where, text]) => [where, parse(text) as Workflow] as const,
)
