import { onlyProgram } from '../../assess/assess-program.ts'
import { addDuration, addToMoment, instantOf, millisecondsOf, startOfDay, stretchInWords } from '../../model/days.ts'
import { inlineText } from '../../model/markdown-text.ts'
import type { Offboarding, Person } from '../../model/records.ts'
import { rolesOn } from '../../model/role-holders.ts'
import { accessMethodOf, isPrivileged } from '../../rules/access/access-method.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { nothing, plural } from '../page-text.ts'
import {
  attentionText,
  checkedInWords,
  entryText,
  overviewText,
  placesOf,
  registerParts,
  tablesText,
} from '../register-entry.ts'
import { asWords, doneInWords, momentInWords, stated } from '../register-words.ts'

export const offboardingsDocument = defineDocument({
  id: 'DOC-OFFBOARDINGS',
  title: 'Offboardings',
  about: 'who left, by when each system had to be closed to them, and when it was',
  path: 'offboardings.md',
  part: 'operation',
  classification: 'confidential',
  places: ({ model }) => placesOf(model.offboardings.keys(), 'offboardings.md'),
  pages: offboardingPages,
})

function offboardingPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model, assessment } = context
  const all = [...model.offboardings.values()].map(({ value }) => value)
  const known = new Set(all.map(({ person }) => person))
  const left = [...model.people.values()]
    .map(({ value }) => value)
    .filter(({ type, end }) => type !== 'service' && type !== 'bot' && end !== undefined && end < assessment.basis.asOf)
  const pages = new Map<string, Page>()
  const attention = attentionText(
    [...all.map(({ id }) => id), ...left.map(({ id }) => id)],
    context,
    '',
    /^(?:ACC|DUE|REF)-/,
  )
  for (const { records, path, ...part } of registerParts(all, 'offboardings.md')) {
    const view = {
      ...part,
      count: all.length,
      leavers: plural(left.length, 'person', 'people'),
      attention: part.first ? attention : '',
      missing: part.first
        ? missingText(
            left.filter(({ id }) => !known.has(id)),
            context,
          )
        : '',
      overview: overviewText(
        {
          columns: ['Record', 'Who', 'Last day', 'In time until', 'Systems', 'Check'],
          records,
          row: (one) => [
            context.titled(one.id, ''),
            context.who(one.person),
            one.lastDay,
            momentInWords(instantOf(latestOf(one, context))),
            systemsInWords(one, context),
            `${checkedInWords(one.person, context)} on the person, ${checkedInWords(one.id, context)} on the record`,
          ],
        },
        context,
      ),
      entries: records.map((one) => offboardingEntry(one, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('offboardings', view), records: records.map(({ id }) => id) })
  }
  return pages
}

const missingText = (people: readonly Person[], context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Who', 'Last day', 'What is missing'],
        rows: people
          .toSorted((a, b) => ((a.end ?? '') < (b.end ?? '') ? 1 : -1))
          .map(({ id, end }) => [context.who(id), end ?? nothing, '**no offboarding is written down**']),
        none: '',
      },
    ],
    context,
  )

/** The last moment at which closing a system is in time: at once for whoever held a privileged role. */
function latestOf({ person, lastDay }: Offboarding, { model, timezone }: PageContext): number {
  const over = startOfDay(addDuration(lastDay, 'P1D'), timezone)
  const privileged = [...rolesOn(model, person, lastDay)].some((role) => isPrivileged(model, role))
  if (privileged) return over
  return addToMoment(instantOf(over), accessMethodOf(onlyProgram(model)).removeLeaversWithin, timezone)
}

/** Systems in use that the record says nothing about. */
function forgotten({ systems }: Offboarding, { model }: PageContext): readonly string[] {
  return [...model.systems.values()]
    .map(({ value }) => value)
    .filter(({ status }) => status === undefined || status === 'operating')
    .map(({ id }) => id)
    .filter((id) => !systems.some(({ system }) => system === id))
}

function systemsInWords(one: Offboarding, context: PageContext): string {
  const latest = latestOf(one, context)
  const open = one.systems.filter(({ how, removedAt }) => how !== 'no-account' && removedAt === undefined)
  const late = one.systems.filter(({ removedAt }) => removedAt !== undefined && millisecondsOf(removedAt) > latest)
  const missed = forgotten(one, context)
  const words = [
    `${one.systems.length - open.length} of ${one.systems.length} closed`,
    ...(late.length > 0 ? [`**${late.length} late**`] : []),
    ...(missed.length > 0 ? [`**${plural(missed.length, 'system')} not mentioned**`] : []),
  ]
  return words.join(', ')
}

function offboardingEntry(one: Offboarding, context: PageContext): string {
  const latest = latestOf(one, context)
  const { asOf } = context.assessment.basis
  return entryText(
    {
      id: one.id,
      title: inlineText(one.title),
      facts: [
        { name: 'Who left', value: context.who(one.person) },
        { name: 'Last day', value: one.lastDay },
        { name: 'In time until', value: momentInWords(instantOf(latest)) },
        {
          name: 'Access taken away by',
          value: one.handledBy === undefined ? 'nobody is named' : context.who(one.handledBy),
        },
        { name: 'Equipment', value: stated(one.equipment) },
        { name: 'Check of the person', value: checkedInWords(one.person, context) },
      ],
      tables: [
        {
          title: 'Systems',
          columns: ['System', 'How', 'Closed', 'State', 'Shown by'],
          rows: [
            ...forgotten(one, context).map((id) => [
              context.titled(id, ''),
              'not mentioned',
              nothing,
              '**not determined**',
              nothing,
            ]),
            ...one.systems.map(({ system, how, removedAt, evidence }) => [
              context.titled(system, ''),
              asWords(how),
              removedAt === undefined ? nothing : momentInWords(removedAt),
              closedInWords(how, removedAt, latest, context),
              evidence === undefined ? (how === 'no-account' ? nothing : '**nothing**') : context.text(evidence, ''),
            ]),
          ],
          none: 'No system is named.',
        },
        {
          title: 'Secrets that others still use',
          columns: ['What', 'Replaced'],
          rows: (one.sharedSecrets ?? []).map(({ what, due, replaced }) => [
            inlineText(what),
            doneInWords(due, replaced, asOf),
          ]),
          none: 'None is named.',
        },
      ],
    },
    context,
    '',
  )
}

function closedInWords(how: string, removedAt: string | undefined, latest: number, context: PageContext): string {
  if (how === 'no-account') return 'there was no account'
  if (removedAt === undefined) {
    const over = latest <= startOfDay(context.assessment.basis.asOf, context.timezone)
    return over ? '**not closed, or nothing says when**' : 'there is still time'
  }
  const late = millisecondsOf(removedAt) - latest
  return late <= 0 ? 'in time' : `**late by ${stretchInWords(late)}**`
}
