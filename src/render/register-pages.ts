import type { Page } from './define-document.ts'
import type { PageContext } from './page-context.ts'
import { attentionText, registerParts } from './register-entry.ts'

/** A register: all records of a kind on one page, or on as many as they need. */
interface Register<T> {
  readonly all: readonly T[]
  /** Its first page. */
  readonly path: string
  readonly template: string
  /** Whose findings stand at its head; default those of its records. */
  readonly attention?: { readonly ids: readonly string[]; readonly rules?: RegExp }
  /** What its template is given besides what every register has. @param isFirst whether it is the first page */
  view(records: readonly T[], isFirst: boolean): object
}

/** What needs attention first, then every record, in as many parts as GitHub shows whole. */
export function registerPages<T extends { readonly id: string }>(
  { all, path: firstPath, template, attention, view }: Register<T>,
  context: PageContext,
): ReadonlyMap<string, Page> {
  const needs = attentionText(attention?.ids ?? all.map(({ id }) => id), context, '', attention?.rules)
  return new Map(
    registerParts(all, firstPath).map(({ records, path, ...part }) => {
      const given = {
        ...part,
        count: all.length,
        attention: part.first ? needs : '',
        ...view(records, part.first),
        footer: context.footer(''),
      }
      return [path, { text: context.fill(template, given), records: records.map(({ id }) => id) }] as const
    }),
  )
}
