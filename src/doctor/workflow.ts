import { type Place, type RecordPath, startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { SourceFile } from '../model/program-model.ts'
import { decodeText } from '../read/decode-text.ts'
import { YamlPlace } from '../read/document-map.ts'
import { parseYaml } from '../read/parse-yaml.ts'

type Mapping = Readonly<Record<string, unknown>>

/** What `permissions:` says: a level for everything, or one for each scope that is named. */
export type Permissions =
  | { readonly kind: 'all'; readonly level: string }
  | { readonly kind: 'some'; readonly grants: ReadonlyMap<string, string> }

export interface Step {
  readonly path: RecordPath
  readonly uses: string | undefined
  readonly run: string | undefined
  readonly condition: string | undefined
  /** Whether the job goes on, and may pass, when the step fails. */
  readonly mayFail: boolean
  /** Values as texts: `fetch-depth: 0` is `0`. */
  readonly inputs: ReadonlyMap<string, string>
}

export interface Job {
  readonly id: string
  readonly path: RecordPath
  /** The name of its check run, without those of a matrix or a caller. */
  readonly name: string
  readonly condition: string | undefined
  readonly permissions: Permissions | undefined
  readonly concurrency: unknown
  readonly hasEnvironment: boolean
  /** Whether the run passes when the job fails. */
  readonly mayFail: boolean
  /** A reusable workflow that the job calls instead of having steps. */
  readonly uses: string | undefined
  readonly steps: readonly Step[]
  /** The job as it was written. */
  readonly data: Mapping
}

/** A GitHub Actions workflow, as far as it concerns Countersign. What is not understood stays as it was written. */
export interface Workflow {
  readonly file: string
  /** As others wait for it: the path where it has none. */
  readonly name: string
  readonly at: Place
  /** Events that start it, each with its filters (`branches`, `types` and so on). */
  readonly events: ReadonlyMap<string, Mapping>
  readonly permissions: Permissions | undefined
  readonly concurrency: unknown
  /** Variables of all jobs, as they were written. */
  readonly variables: unknown
  readonly jobs: readonly Job[]
}

export type WorkflowReading =
  | { readonly ok: true; readonly workflow: Workflow; readonly text: string }
  | { readonly ok: false; readonly problem: Problem; readonly text: string | undefined }

/** Reads a workflow file, which may be anybody's: bounded like every YAML file, and never evaluated. */
export function readWorkflow(file: SourceFile): WorkflowReading {
  const text = decodeText(file)
  if (text instanceof Problem) return { ok: false, problem: text, text: undefined }
  const { documents, problems } = parseYaml(file.path, text)
  const [problem] = [...problems, ...documents.flatMap((document) => document.problems)]
  if (problem !== undefined) return { ok: false, problem, text }
  const [document] = documents
  const data = document?.data
  if (document === undefined || !isMapping(data)) {
    const remedy = 'Write a workflow, or remove the file.'
    return { ok: false, problem: new Problem('YML-007', startOf(file.path), 'This is no workflow', remedy), text }
  }
  return { ok: true, workflow: toWorkflow(file.path, data, new YamlPlace(document.map, 0)), text }
}

function toWorkflow(file: string, data: Mapping, at: Place): Workflow {
  const jobs = isMapping(data['jobs']) ? data['jobs'] : {}
  return {
    file,
    name: textOf(data['name']) ?? file,
    at,
    events: toEvents(data['on']),
    permissions: toPermissions(data['permissions']),
    concurrency: data['concurrency'],
    variables: data['env'],
    jobs: Object.entries(jobs).flatMap(([id, job]) => (isMapping(job) ? [toJob(id, job)] : [])),
  }
}

/** `on: push`, `on: [push, pull_request]`, or a mapping with filters. */
function toEvents(on: unknown): ReadonlyMap<string, Mapping> {
  if (typeof on === 'string') return new Map([[on, {}]])
  if (Array.isArray(on)) return new Map(on.map((event) => [String(event), {}]))
  if (!isMapping(on)) return new Map()
  return new Map(Object.entries(on).map(([event, filters]) => [event, isMapping(filters) ? filters : {}]))
}

function toPermissions(data: unknown): Permissions | undefined {
  if (typeof data === 'string') return { kind: 'all', level: data.replace(/-all$/, '') }
  if (!isMapping(data)) return undefined
  return { kind: 'some', grants: new Map(Object.entries(data).map(([scope, level]) => [scope, String(level)])) }
}

function toJob(id: string, data: Mapping): Job {
  const path = ['jobs', id]
  const steps = Array.isArray(data['steps']) ? data['steps'] : []
  return {
    id,
    path,
    name: textOf(data['name']) ?? id,
    condition: textOf(data['if']),
    permissions: toPermissions(data['permissions']),
    concurrency: data['concurrency'],
    hasEnvironment: data['environment'] !== undefined && data['environment'] !== null,
    mayFail: mayFail(data),
    uses: textOf(data['uses']),
    steps: steps.flatMap((step: unknown, index) => (isMapping(step) ? [toStep([...path, 'steps', index], step)] : [])),
    data,
  }
}

function toStep(path: RecordPath, data: Mapping): Step {
  const inputs = isMapping(data['with']) ? data['with'] : {}
  return {
    path,
    uses: textOf(data['uses']),
    run: textOf(data['run']),
    condition: textOf(data['if']),
    mayFail: mayFail(data),
    inputs: new Map(Object.entries(inputs).map(([name, value]) => [name, textOf(value) ?? ''])),
  }
}

/** An expression may be true. */
const mayFail = (data: Mapping): boolean => ![undefined, null, false].some((no) => no === data['continue-on-error'])

export const isMapping = (data: unknown): data is Mapping =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

const textOf = (data: unknown): string | undefined =>
  typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? String(data) : undefined

/** Every text in a part of a workflow, with its path. */
export function* textsIn(data: unknown, path: RecordPath): Generator<readonly [text: string, path: RecordPath]> {
  if (typeof data === 'string') yield [data, path]
  else if (Array.isArray(data)) for (const [index, item] of data.entries()) yield* textsIn(item, [...path, index])
  else if (isMapping(data)) for (const [key, item] of Object.entries(data)) yield* textsIn(item, [...path, key])
}
