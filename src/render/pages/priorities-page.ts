import { onlyProgram } from '../../assess/assess-program.ts'
import { byPriority } from '../../assess/criterion-priority.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { partsOf, plural } from '../page-text.ts'
import { workRow } from '../work-rows.ts'

export const prioritiesDocument = defineDocument({
  id: 'DOC-PRIORITIES',
  title: 'What to fix first',
  about: 'every gap as a work list, the most urgent first',
  path: 'priorities.md',
  part: 'evaluation',
  classification: 'internal',
  pages: prioritiesPages,
})

const itemsPerPage = 400

/** The whole work list; long ones go on in numbered parts. */
function prioritiesPages(context: PageContext): ReadonlyMap<string, Page> {
  const items = context.assessment.priorities
  const program = onlyProgram(context.model)
  const rows = items.map((item, index) => workRow(item, index + 1, context, ''))
  const parts = rows.length === 0 ? [[]] : partsOf(rows, itemsPerPage)
  const pathOf = (part: number) => `priorities${part === 0 ? '' : `-part-${part + 1}`}.md`
  return new Map(
    parts.map((some, part): readonly [string, Page] => [
      pathOf(part),
      {
        text: context.fill('priorities', {
          asOf: context.assessment.basis.asOf,
          counts: byPriority
            .map((priority) => `${items.filter((item) => item.priority === priority).length} ${priority}`)
            .join(', '),
          total: plural(items.length, 'piece', 'pieces'),
          rules: (program?.priorities ?? []).map(({ criteria, priority, reason }) => ({
            criteria: context.links(criteria, ''),
            priority,
            reason: reason === undefined ? '' : inlineText(reason),
          })),
          parts: parts.length < 2 ? '' : parts.map((_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
          rows: some,
          footer: context.footer(''),
        }),
        records: [],
      },
    ]),
  )
}
