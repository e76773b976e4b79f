import { addDuration, averageSeconds } from '../../model/days.ts'
import { blockText, cellText, inlineText } from '../../model/markdown-text.ts'
import type { RecoveryTest, System } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { heldInLog } from '../evidence-mentions.ts'
import type { PageContext } from '../page-context.ts'
import { nothing } from '../page-text.ts'
import {
  actionsTable,
  checkedInWords,
  type EntryTable,
  entryText,
  linksOr,
  overviewText,
  placesOf,
} from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import { doneInWords, dueInWords, durationOr, notStated } from '../register-words.ts'

export const recoveryTestsDocument = defineDocument({
  id: 'DOC-RECOVERY-TESTS',
  title: 'Recovery tests',
  about: 'how fast each system has to be back, what tests measured, when the next test is due',
  path: 'recovery-tests.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.recoveryTests.keys(), 'recovery-tests.md'),
  pages: recoveryPages,
})

function recoveryPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const all = [...model.recoveryTests.values()].map(({ value }) => value)
  const systems = [...model.systems.values()]
    .map(({ value }) => value)
    .filter(({ recovery, status }) => recovery !== undefined && status !== 'retired')
  return registerPages(
    {
      all,
      path: 'recovery-tests.md',
      template: 'recovery-tests',
      attention: { ids: [...systems, ...all].map(({ id }) => id), rules: /^(?:BCP|DUE|REF)-/ },
      view: (records, isFirst) => ({
        systems: isFirst ? systemsText(systems, all, context) : '',
        overview: overviewText(
          {
            columns: ['Test', 'What is done', 'Planned for', 'Done', 'Recovery time', 'Data loss'],
            records,
            row: (test) => [
              context.titled(test.id, ''),
              test.exercise,
              test.plannedFor ?? notStated,
              stateOf(test, context),
              against(test, 'rto', context),
              against(test, 'rpo', context),
            ],
          },
          context,
        ),
        entries: records.map((test) => testEntry(test, context)),
      }),
    },
    context,
  )
}

const systemsText = (systems: readonly System[], tests: readonly RecoveryTest[], context: PageContext): string =>
  overviewText(
    {
      columns: ['System', 'Has to be back within', 'May lose the data of', 'Last test', 'Next test', 'Check'],
      records: systems,
      row: ({ id, recovery }) => {
        const { asOf } = context.assessment.basis
        const done = tests
          .filter(
            ({ status, exercise, systems: tried = [], testedOn }) =>
              status === 'done' &&
              exercise !== 'tabletop' &&
              tried.includes(id) &&
              testedOn !== undefined &&
              testedOn <= asOf,
          )
          .toSorted((a, b) => ((a.testedOn ?? '') < (b.testedOn ?? '') ? 1 : -1))[0]
        return [
          context.titled(id, ''),
          durationOr(recovery?.rto),
          durationOr(recovery?.rpo),
          done === undefined ? '**never tried**' : `${done.testedOn}: ${context.link(done.id, '')}`,
          done?.testedOn === undefined ? 'due now' : dueInWords(addDuration(done.testedOn, 'P1Y'), asOf),
          checkedInWords(id, context),
        ]
      },
    },
    context,
  )

function stateOf({ status, plannedFor, testedOn }: RecoveryTest, { assessment }: PageContext): string {
  if (status === 'cancelled') return 'cancelled'
  if (plannedFor !== undefined) return doneInWords(plannedFor, testedOn, assessment.basis.asOf)
  return testedOn === undefined ? 'not done' : `done on ${testedOn}`
}

const measures = {
  rto: { measured: 'recoveryTime', words: 'longest time' },
  rpo: { measured: 'dataLoss', words: 'longest loss' },
} as const

/** What was measured against the strictest objective of the test and of the systems that it brought back. */
function against(test: RecoveryTest, objective: 'rto' | 'rpo', { model }: PageContext): string {
  const limits = [
    test.objectives?.[objective],
    ...(test.systems ?? []).map((id) => model.systems.get(id)?.value.recovery?.[objective]),
  ].flatMap((limit) => (limit === undefined ? [] : [limit]))
  const limit = limits.toSorted((a, b) => averageSeconds(a) - averageSeconds(b))[0]
  const was = test.measured?.[measures[objective].measured]
  const wanted = limit === undefined ? 'no objective' : `at most ${durationOr(limit)}`
  if (was === undefined) return `not measured (${wanted})`
  if (limit === undefined) return `${durationOr(was)} (no objective)`
  return averageSeconds(was) <= averageSeconds(limit)
    ? `${durationOr(was)}, met (${wanted})`
    : `**${durationOr(was)}, not met** (${wanted})`
}

function testEntry(test: RecoveryTest, context: PageContext): string {
  const { asOf } = context.assessment.basis
  const { evidence } = test
  return entryText(
    {
      id: test.id,
      title: inlineText(test.title),
      text: blockText(test.scope),
      facts: [
        { name: 'What is done', value: `${test.exercise}, ${test.status}` },
        { name: 'Systems', value: linksOr(test.systems, context, '', 'none is named') },
        { name: 'Led by', value: context.who(test.ledBy) },
        { name: 'When', value: stateOf(test, context) },
        { name: 'Recovery time', value: against(test, 'rto', context) },
        { name: 'Data loss', value: against(test, 'rpo', context) },
        {
          name: 'How one saw that it was right',
          value: test.verification === undefined ? '**not written down**' : cellText(test.verification),
        },
        {
          name: 'Report',
          value:
            evidence === undefined
              ? 'none is named'
              : `${inlineText(evidence.location)}; the file is ${heldInLog(evidence.digest, context, '')}`,
        },
        { name: 'What went otherwise', value: test.notes === undefined ? notStated : cellText(test.notes) },
      ],
      tables: [
        deficienciesTable(test, context),
        actionsTable(test.actions, context, (due, done) => doneInWords(due, done, asOf)),
      ],
    },
    context,
    '',
  )
}

const deficienciesTable = (test: RecoveryTest, context: PageContext): EntryTable => ({
  title: 'Followed up by',
  columns: ['Deficiency', 'Severity', 'Status'],
  rows: [...context.model.deficiencies.values()]
    .filter(({ value }) => value.about?.includes(test.id) === true)
    .map(({ value }) => [context.titled(value.id, ''), value.severity ?? nothing, value.status.replaceAll('-', ' ')]),
  none: 'No deficiency is about it.',
})
