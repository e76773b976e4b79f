import type { ProgramModel } from '../model/program-model.ts'

/** The title of every record that has an id and a title or a name. */
export const recordTitles = (model: ProgramModel): ReadonlyMap<string, string> =>
  new Map(Object.values(model).flatMap(titlesIn))

function titlesIn(collection: unknown): readonly (readonly [string, string])[] {
  if (!(collection instanceof Map)) return []
  const entries: readonly (readonly [
    string,
    { readonly value?: { readonly title?: unknown; readonly name?: unknown } },
  ])[] = [...collection]
  return entries.flatMap(([id, { value }]) => {
    const title = value?.title ?? value?.name
    return typeof title === 'string' ? [[id, title] as const] : []
  })
}
