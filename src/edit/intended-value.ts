import type { RecordPath } from '../model/location.ts'
import { cannotEdit } from './cannot-edit.ts'
import { type Edit, isMapping, type YamlValue } from './edit.ts'

/**
 * The data of a document after an edit, made without looking at its text: what the edited text must then read as.
 * @throws Refusal where the path does not lead anywhere
 */
export function intendedValue(file: string, data: YamlValue, edit: Edit): YamlValue {
  const nothing = (path: RecordPath) =>
    cannotEdit(file, path, 'is not in the file', 'It may have changed; read it again.')

  function change(value: YamlValue, depth: number): YamlValue {
    const step = edit.path[depth]
    if (step === undefined) {
      if (edit.kind === 'set') return edit.value
      if (edit.kind === 'append' && (value === null || Array.isArray(value))) return [...(value ?? []), edit.value]
      if (edit.kind === 'append') {
        throw cannotEdit(file, edit.path, 'is not a list', 'Correct it first; `countersign check` says how.')
      }
      throw cannotEdit(file, edit.path, 'cannot be removed', 'Remove the file instead.')
    }
    const isLast = depth === edit.path.length - 1
    if (typeof step === 'number') {
      if (!Array.isArray(value) || step >= value.length) throw nothing(edit.path.slice(0, depth + 1))
      const list: readonly YamlValue[] = value
      if (isLast && edit.kind === 'remove') return list.filter((_entry, index) => index !== step)
      return list.map((entry, index) => (index === step ? change(entry, depth + 1) : entry))
    }
    if (!isMapping(value)) {
      // An empty value becomes a mapping when its first key is set.
      if (value === null && isLast && edit.kind === 'set') return { [step]: edit.value }
      throw nothing(edit.path.slice(0, depth + 1))
    }
    const old = Object.hasOwn(value, step) ? value[step] : undefined
    if (old === undefined) {
      if (isLast && edit.kind === 'set') return { ...value, [step]: edit.value }
      if (isLast && edit.kind === 'append') return { ...value, [step]: [edit.value] }
      throw nothing(edit.path.slice(0, depth + 1))
    }
    if (isLast && edit.kind === 'remove') {
      return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step))
    }
    return { ...value, [step]: change(old, depth + 1) }
  }
  return change(data, 0)
}

/** Whether two values are the same data; the order of keys has no meaning. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((entry, index) => sameData(entry, b[index]))
    )
  }
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
    )
  }
  return Object.is(a, b)
}
