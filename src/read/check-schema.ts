import type { RecordPath } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import { Problem } from '../model/problem.ts'
import type { YamlPlace } from './document-map.ts'
import { explainFault, type Fault } from './explain-fault.ts'
import { limits } from './limits.ts'

export interface Validator {
  (data: unknown): boolean
  errors?: readonly Fault[] | null
}

export interface SchemaFault {
  readonly path: RecordPath
  readonly problem: Problem
}

/** Everything in a record that its schema refuses, in the order it was written; each with the path it is at. */
export function checkSchema(validate: Validator, data: unknown, place: YamlPlace): SchemaFault[] {
  if (validate(data)) return []
  const faults = withoutMisspelled(withoutOtherBranches(validate.errors ?? []))
  const shown = faults.slice(0, limits.problemsOfDocument).map((fault) => {
    const path = toPath(fault.instancePath, data)
    return { path, problem: explainFault(fault, path, place) }
  })
  shown.sort((a, b) => a.problem.at.line - b.problem.at.line || a.problem.at.column - b.problem.at.column)
  const more = faults.length - shown.length
  const last = shown.at(-1)
  if (more > 0 && last !== undefined) {
    const what = `There are ${more} more mistakes in this record`
    // The path [] makes the whole record unusable: which rows the other faults are in was not looked at.
    shown.push({ path: [], problem: new Problem('SCH-003', last.problem.at, what, 'Correct the ones above first.') })
  }
  return shown
}

/**
 * Where a value may take one of several shapes, keeps the faults of the shape that was meant (the one whose type fits)
 * and drops those of the others.
 */
function withoutOtherBranches(faults: readonly Fault[]): Fault[] {
  const choices = faults.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  if (choices.length === 0) return [...faults]
  const dropped = new Set<Fault>()
  for (const choice of choices) {
    const inside = faults.filter(
      (fault) => fault !== choice && fault.schemaPath.startsWith(`${choice.schemaPath}/`) && within(fault, choice),
    )
    const branchOf = (fault: Fault) => fault.schemaPath.slice(choice.schemaPath.length + 1).split('/')[0]
    const wrongShape = new Set(
      inside
        .filter((fault) => fault.keyword === 'type' && fault.instancePath === choice.instancePath)
        .map((fault) => branchOf(fault)),
    )
    const meant = inside.filter((fault) => !wrongShape.has(branchOf(fault)))
    for (const fault of inside) if (!meant.includes(fault)) dropped.add(fault)
    if (meant.length > 0) dropped.add(choice)
  }
  return faults.filter((fault) => !dropped.has(fault))
}

/** A key that is missing because it was misspelled is told once, at the misspelled one. */
function withoutMisspelled(faults: readonly Fault[]): Fault[] {
  const unknown = faults.filter(({ keyword }) => keyword === 'additionalProperties').slice(0, limits.problemsOfDocument)
  const meant = new Set(
    unknown.map(({ instancePath, params, parentSchema }) => {
      const allowed = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {})
      return `${instancePath}/${nearest(String(params['additionalProperty']), allowed) ?? ''}`
    }),
  )
  return faults.filter(
    ({ keyword, instancePath, params }) =>
      keyword !== 'required' || !meant.has(`${instancePath}/${String(params['missingProperty'])}`),
  )
}

const within = (fault: Fault, choice: Fault): boolean =>
  fault.instancePath === choice.instancePath || fault.instancePath.startsWith(`${choice.instancePath}/`)

/** A JSON pointer as a path; a step into a list is a number. */
function toPath(pointer: string, data: unknown): RecordPath {
  let at = data
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
      const isList = Array.isArray(at)
      at = (at as Record<string, unknown> | undefined)?.[key]
      return isList ? Number(key) : key
    })
}
