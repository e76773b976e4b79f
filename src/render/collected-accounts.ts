import { dayOf } from '../model/days.ts'
import { inlineText } from '../model/markdown-text.ts'
import { isActive } from '../model/role-holders.ts'
import { type ImportedAccount, usableAccounts } from '../rules/access/imported-accounts.ts'
import { type DatasetItems, itemsAs } from '../rules/read-datasets.ts'
import type { Page } from './define-document.ts'
import { type PageContext, recordsOf } from './page-context.ts'
import { compare, listOf, partsOf, plural } from './page-text.ts'
import { tablesText } from './register-entry.ts'
import { momentInWords } from './register-words.ts'

const accountsPerPage = 1000

/** The accounts that systems were read to have, beside the people they belong to: a summary, and a page for each system. */
export function accountsPages(context: PageContext): {
  readonly summary: string
  readonly pages: ReadonlyMap<string, Page>
} {
  const readings = (context.readings ?? []).filter(({ record }) => record.data.dataset === 'access-list')
  const pages = new Map<string, Page>()
  const rows = readings
    .toSorted((a, b) => compare(a.record.data.system, b.record.data.system))
    .map((reading, index) => {
      const { system, to } = reading.record.data
      const link = context.recordLink(reading.record.index, '')
      const items = itemsAs('access-list', reading)
      if (items === undefined)
        return [
          inlineText(system),
          momentInWords(to),
          'not determined',
          'not determined',
          `${inlineText(reading.why ?? 'the items are not known')}; ${link}`,
        ]
      const path = `access-accounts-${index + 1}.md`
      const day = dayOf(to, context.timezone)
      const accounts = usableAccounts(context.model, system, items)
      const faults = accounts.filter((one) => faultOf(one, day) !== '')
      const parts = partsOf(
        accounts.toSorted(
          (a, b) => Number(faultOf(b, day) !== '') - Number(faultOf(a, day) !== '') || compare(a.account, b.account),
        ),
        accountsPerPage,
      )
      const pathOf = (part: number) => (part === 0 ? path : path.replace('.md', `-part-${part + 1}.md`))
      for (const [part, some] of parts.entries())
        pages.set(pathOf(part), {
          text: accountsPage(reading, some, part, parts.length, day, pathOf, context),
          records: [],
        })
      return [
        parts.length === 0 ? inlineText(system) : `[${inlineText(system)}](${path})`,
        momentInWords(to),
        `${accounts.length}`,
        faults.length === 0 ? 'none' : `**${plural(faults.length, 'account')}**`,
        link,
      ]
    })
  const read = recordsOf(context.log, 'collection.window').filter(({ data }) => data.dataset === 'access-list')
  const none =
    read.length === 0
      ? 'No list of accounts is in the evidence log, so who has access to a system is not shown; the tables above say who should have.'
      : `${plural(read.length, 'list')} of accounts ${read.length === 1 ? 'is' : 'are'} in the evidence log (last: ${listOf(read.slice(-3).map(({ index }) => context.recordLink(index, '')))}); what is in them was not read for this page.`
  const summary = tablesText(
    [
      {
        title: '',
        columns: ['System', 'As of', 'Accounts that can be used', 'Without a person who is here', 'Record'],
        rows,
        none,
      },
    ],
    context,
  )
  return { summary, pages }
}

function accountsPage(
  { record }: DatasetItems,
  accounts: readonly ImportedAccount[],
  part: number,
  parts: number,
  day: string,
  pathOf: (part: number) => string,
  context: PageContext,
): string {
  return context.fill('access-accounts', {
    system: inlineText(record.data.system),
    asOf: momentInWords(record.data.to),
    record: context.recordLink(record.index, ''),
    several: parts > 1,
    parts: Array.from({ length: parts }, (_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
    part: part + 1,
    accounts: tablesText(
      [
        {
          title: '',
          columns: ['Account', 'Person', 'Roles in the system', 'May administer', 'Second factor', 'State'],
          rows: accounts.map((one) => [
            inlineText(one.account),
            one.person === undefined ? '**nobody in the program**' : context.who(one.person.value.id),
            listOf([...new Set(one.items.map(({ role }) => inlineText(role)))].sort(compare).slice(0, 20)),
            anyOf(one.items.map(({ privileged }) => privileged)),
            anyOf(one.items.map(({ mfa }) => mfa)),
            faultOf(one, day) === '' ? 'belongs to somebody who is here' : `**${faultOf(one, day)}**`,
          ]),
          none: '',
          whole: true,
        },
      ],
      context,
    ),
    footer: context.footer(''),
  })
}

/** One word for several rows of an account: what is not known in one of them is not known. */
const anyOf = (values: readonly (boolean | null)[]): string =>
  values.includes(true) ? 'yes' : values.includes(null) ? 'not known' : 'no'

const faultOf = ({ person }: ImportedAccount, day: string): string => {
  if (person === undefined) return 'belongs to nobody in the program'
  return isActive(person.value, day) ? '' : 'belongs to somebody who was not here'
}
