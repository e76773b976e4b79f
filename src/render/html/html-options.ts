import { onlyProgram } from '../../assess/assess-program.ts'
import { criteria } from '../../model/criteria.ts'
import { type DocumentDefinition, documentParts } from '../define-document.ts'
import { compare } from '../page-text.ts'
import { recordTitles } from '../record-titles.ts'
import type { RenderInput } from '../render-input.ts'
import type { HtmlOptions } from './html-edition.ts'

/**
 * What stands around the pages of an edition.
 *
 * @param documents those of the edition: only what they place is listed for the search
 */
export function htmlOptions(input: RenderInput, documents: readonly DocumentDefinition[]): HtmlOptions {
  const program = onlyProgram(input.model)
  const titles = recordTitles(input.model)
  const { asOf } = input.assessment.basis
  const inOrder = documents.toSorted((a, b) => compare(a.title, b.title))
  return {
    title: program === undefined ? 'Control documents' : `${program.organisation.name}: ${program.system.name}`,
    navigation: Object.entries(documentParts).map(([part, title]) => ({
      title,
      documents: inOrder.filter((one) => one.part === part).map((one) => ({ title: one.title, path: one.path })),
    })),
    records: documents.flatMap((document) =>
      [...(document.places?.(input) ?? [])].map(([id, place]) => ({
        id,
        title: titles.get(id) ?? criteria.get(id)?.summary ?? '',
        place,
      })),
    ),
    note: `Made from commit ${input.pin.sourceCommit} as of ${asOf} by ${input.pin.tool}.`,
  }
}
