import type { DatasetField } from '../../model/dataset-fields.gen.ts'

const compiled = new Map<string, RegExp>()

/** Whether a text is what the schema of the dataset says of a field. The patterns are those of our own schema, and few. */
export function fitsPattern({ pattern = '' }: DatasetField, text: string): boolean {
  const known = compiled.get(pattern) ?? new RegExp(pattern, 'u')
  compiled.set(pattern, known)
  return known.test(text)
}
