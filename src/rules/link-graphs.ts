import { kinds } from '../model/kinds.gen.ts'
import type { RecordPath } from '../model/location.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { annotatedFields, itemsOf } from './annotated-fields.ts'
import type { LinkGraph } from './define-rule.ts'

/** The references that must not lead back to where they start: the values with `x-acyclic`, a graph for each. */
export function linkGraphsOf(model: ProgramModel): LinkGraph[] {
  const links = new Map<unknown, Map<string, { to: string; path: RecordPath }[]>>()
  for (const { field, from, path, value } of annotatedFields(model, 'acyclic')) {
    if (typeof value !== 'string') continue
    const graph = links.get(field) ?? new Map<string, { to: string; path: RecordPath }[]>()
    graph.set(from, [...(graph.get(from) ?? []), { to: value, path }])
    links.set(field, graph)
  }
  return kinds
    .flatMap((kind) => [kind, ...kind.rows])
    .flatMap(({ collection, fields }) =>
      fields
        .filter(({ acyclic }) => acyclic === true)
        .map((field): LinkGraph => {
          const of = links.get(field)
          const nodes = collection === undefined ? [] : itemsOf(model, collection)
          return {
            link: field.path[0] ?? '',
            nodes: new Map(
              nodes.map(({ value, at }) => {
                const { id } = value as { readonly id: string }
                return [id, { at, links: of?.get(id) ?? [] }]
              }),
            ),
          }
        }),
    )
}
