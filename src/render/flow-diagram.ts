import type { DataFlow } from '../model/records.ts'
import { visible } from '../model/visible-text.ts'
import type { PageContext } from './page-context.ts'
import { compare } from './page-text.ts'

/** A larger drawing is no help; the table beside it has everything. */
const mostNodes = 49

/** Flows of data as a drawing of Mermaid; empty where there are none or too many. Labels hold letters, digits and blanks alone. */
export function flowDiagram(flows: readonly DataFlow[], { model }: PageContext): string {
  const ids = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort(compare)
  if (ids.length === 0 || ids.length > mostNodes) return ''
  const names = new Map(ids.map((id, index) => [id, `n${index}`]))
  const titleOf = (id: string) =>
    model.systems.get(id)?.value.title ??
    model.vendors.get(id)?.value.title ??
    model.externalParties.get(id)?.value.title ??
    id
  const lines = [
    ...ids.map((id) => `  ${names.get(id)}["${plain(titleOf(id))}"]`),
    ...[...new Set(flows.map(({ from, to }) => `  ${names.get(from)} --> ${names.get(to)}`))].sort(compare),
  ]
  return ['```mermaid', 'flowchart LR', ...lines, '```'].join('\n')
}

/** Nothing in a label can end it, open a directive or become HTML. */
const plain = (title: string): string =>
  visible(title)
    .replace(/[^\p{L}\p{N} .-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'no name'
