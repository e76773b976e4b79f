import { createRequire } from 'node:module'
import type { RecordKind } from '../model/records.ts'
import type { Validator } from './check-schema.ts'

const load = createRequire(import.meta.url)
/** Files that people write and that are no records. */
type OtherKind = 'Config' | 'GateCases'

const loaded = new Map<RecordKind | OtherKind, Validator>()

/**
 * The validator made from the schema of a kind. Each is a file of its own, loaded when the first record of the kind is read:
 * together they are most of the code, and most runs meet few kinds.
 */
export function validatorOf(kind: RecordKind | OtherKind): Validator {
  const known = loaded.get(kind)
  if (known !== undefined) return known
  const { [kind]: validate }: Readonly<Record<string, Validator>> = load(`./validators/${kind}.gen.cjs`)
  if (validate === undefined) throw new Error(`There is no validator for ${kind}`)
  loaded.set(kind, validate)
  return validate
}
