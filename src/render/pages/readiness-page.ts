import { inlineText } from '../../model/markdown-text.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, orNothing, plural } from '../page-text.ts'
import { checklistsOf } from '../readiness-items.ts'
import { type JudgedItem, type ReadinessState, readinessJudge } from '../readiness-state.ts'

const states: readonly { readonly id: ReadinessState; readonly title: string }[] = [
  { id: 'not-in-place', title: 'Not in place' },
  { id: 'not-known', title: 'Not known' },
  { id: 'in-place', title: 'In place' },
]

export const readinessDocument = defineDocument({
  id: 'DOC-READINESS',
  title: 'Readiness check list',
  about: 'what has to be in place before an audit, with states that follow from rules and evidence',
  path: 'readiness.md',
  part: 'report',
  classification: 'internal',
  places: ({ model }) => model.readinessChecklists.map(({ value }) => [value.id, 'readiness.md'] as const),
  pages: readinessPage,
})

/** The checklists of the program with the state of each item; nothing is ticked off by hand. */
function readinessPage(context: PageContext): ReadonlyMap<string, Page> {
  const judge = readinessJudge(context)
  const lists = checklistsOf(context.model)
  const view = {
    made: lists.every(({ id }) => id === undefined),
    lists: lists.map(({ id, title, items }) => {
      const judged = items.map(judge)
      const count = (state: ReadinessState) => judged.filter((one) => one.state === state).length
      return {
        title: `${id === undefined ? '' : `${inlineText(id)}: `}${inlineText(title)}`,
        any: judged.length > 0,
        counts: `${count('in-place')} of ${plural(judged.length, 'item')} in place, ${count('not-in-place')} not in place, ${count('not-known')} not known.`,
        groups: states
          .map((state) => ({
            title: `${state.title}: ${count(state.id)}`,
            blocks: blocksOf(
              judged.filter((one) => one.state === state.id).map((one) => rowOf(one, context)),
              50,
              'more items',
            ),
          }))
          .filter(({ blocks }) => blocks.length > 0),
      }
    }),
    footer: context.footer(''),
  }
  const records = lists.flatMap(({ id }) => id ?? [])
  return new Map([['readiness.md', { text: context.fill('readiness', view), records }]])
}

function rowOf({ item, bound }: JudgedItem, context: PageContext) {
  const records = item.records ?? []
  return {
    id: inlineText(item.id),
    what: [inlineText(item.title), ...(item.note === undefined ? [] : [context.text(item.note, '')])].join('<br>'),
    area: orNothing(item.area),
    by: bound.length === 0 ? '**nothing**' : bound.map(({ by }) => by).join('<br>'),
    why: [
      ...bound.map(({ why }) => why),
      ...(records.length === 0 ? [] : [`described by ${records.map((id) => context.link(id, '')).join(', ')}`]),
    ].join('<br>'),
    criteria: context.links(item.criteria ?? [], ''),
  }
}
