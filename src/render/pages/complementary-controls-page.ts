import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { ComplementaryControl } from '../../model/records.ts'
import { controlStates } from '../control-states.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { checkedInWords, entryText, linksOr, overviewText, placesOf } from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import { stated } from '../register-words.ts'

export const complementaryControlsDocument = defineDocument({
  id: 'DOC-COMPLEMENTARY-CONTROLS',
  title: 'Complementary controls',
  about: 'what customers (CUEC) and subservice organisations (CSOC) have to do for our controls to be enough',
  path: 'complementary-controls.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.complementaryControls.keys(), 'complementary-controls.md'),
  pages: complementaryControlPages,
})

function complementaryControlPages(context: PageContext): ReadonlyMap<string, Page> {
  const all = [...context.model.complementaryControls.values()].map(({ value }) => value)
  return registerPages(
    {
      all,
      path: 'complementary-controls.md',
      template: 'complementary-controls',
      view: (records) => ({
        customers: overviewOf(records, 'cuec', context),
        subservices: overviewOf(records, 'csoc', context),
        entries: records.map((one) => complementEntry(one, context)),
      }),
    },
    context,
  )
}

const overviewOf = (
  records: readonly ComplementaryControl[],
  complement: ComplementaryControl['complement'],
  context: PageContext,
): string =>
  overviewText(
    {
      columns: ['Record', 'Who has to do it', 'Criteria', 'Needed by', 'Check'],
      records: records.filter((one) => one.complement === complement),
      row: (one) => [
        context.titled(one.id, ''),
        partyOf(one, context),
        context.links(one.criteria, ''),
        linksOr(one.neededBy, context, '', 'no control of ours is named'),
        checkedInWords(one.id, context),
      ],
    },
    context,
  )

const partyOf = ({ complement, vendor, customers }: ComplementaryControl, context: PageContext): string => {
  if (complement === 'cuec') return customers === undefined ? 'all customers' : inlineText(customers)
  return vendor === undefined ? '**no vendor is named**' : context.titled(vendor, '')
}

const complementEntry = (one: ComplementaryControl, context: PageContext): string =>
  entryText(
    {
      id: one.id,
      title: inlineText(one.title),
      text: blockText(one.statement),
      facts: [
        {
          name: 'Kind',
          value:
            one.complement === 'cuec'
              ? 'complementary user entity control (CUEC)'
              : 'complementary subservice organisation control (CSOC)',
        },
        { name: 'Who has to do it', value: partyOf(one, context) },
        { name: 'Criteria', value: context.titledList(one.criteria, '') },
        { name: 'Needed by', value: controlStates(one.neededBy, context, '') },
        { name: 'Told in', value: stated(one.communicated) },
        { name: 'Watched by', value: controlStates(one.monitoredBy, context, '') },
        { name: 'Last looked at', value: one.lastReviewed ?? '**never**' },
      ],
    },
    context,
    '',
  )
