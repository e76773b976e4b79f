import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Commitment } from '../../model/records.ts'
import { controlStates } from '../control-states.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { code, listOf } from '../page-text.ts'
import { attentionText, checkedInWords, entryText, overviewText, placesOf, registerParts } from '../register-entry.ts'
import { asWords, dueInWords, durationOr, endInWords, linkOr, notStated, stated } from '../register-words.ts'

export const commitmentsDocument = defineDocument({
  id: 'DOC-COMMITMENTS',
  title: 'Commitments and requirements',
  about: 'what was promised to whom and where, and which control keeps it',
  path: 'commitments.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.commitments.keys(), 'commitments.md'),
  pages: commitmentPages,
})

function commitmentPages(context: PageContext): ReadonlyMap<string, Page> {
  const all = [...context.model.commitments.values()].map(({ value }) => value)
  const pages = new Map<string, Page>()
  const attention = attentionText(
    all.map(({ id }) => id),
    context,
    '',
  )
  for (const { records, path, ...part } of registerParts(all, 'commitments.md')) {
    const view = {
      ...part,
      count: all.length,
      inForce: all.filter(({ status }) => status === 'in-force').length,
      unkept: all.filter(({ status, controls = [] }) => status === 'in-force' && controls.length === 0).length,
      attention: part.first ? attention : '',
      overview: overviewText(
        {
          columns: ['Commitment', 'Kind and status', 'Given to', 'Source', 'Kept by', 'Check'],
          records,
          row: (one) => [
            context.titled(one.id, ''),
            `${one.type}, ${asWords(one.status)}`,
            asWords(one.audience),
            sourceInWords(one),
            controlStates(one.controls, context, '', '**no control is named**'),
            checkedInWords(one.id, context),
          ],
        },
        context,
      ),
      entries: records.map((one) => commitmentEntry(one, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('commitments', view), records: records.map(({ id }) => id) })
  }
  return pages
}

function sourceInWords({ source }: Commitment): string {
  if (source === undefined) return '**not stated**'
  const version = source.version === undefined ? '' : `, version ${inlineText(source.version)}`
  return `${source.url === undefined ? inlineText(source.title) : linkOr(source.title, source.url)}${version}`
}

function commitmentEntry(one: Commitment, context: PageContext): string {
  const { asOf } = context.assessment.basis
  const { uptime, notice, privacyNotice, dataUse } = one
  return entryText(
    {
      id: one.id,
      title: inlineText(one.title),
      text: blockText(one.statement),
      facts: [
        { name: 'Kind and status', value: `${one.type}, ${asWords(one.status)}` },
        { name: 'Given to', value: asWords(one.audience) },
        { name: 'Owner', value: one.owner === undefined ? notStated : context.who(one.owner) },
        { name: 'Source', value: sourceInWords(one) },
        { name: 'Binds', value: `since ${one.since ?? 'no day'}, ${endInWords(one.until, asOf)}` },
        {
          name: 'Looked at',
          value: `${one.lastReviewed === undefined ? '**never**' : `last on ${one.lastReviewed}`}, next ${dueInWords(one.reviewBy, asOf)}`,
        },
        { name: 'Kept by', value: controlStates(one.controls, context, '', '**no control is named**') },
        {
          name: 'Measured by',
          value: one.measuredBy === undefined ? 'no service levels' : context.titled(one.measuredBy, ''),
        },
        { name: 'Criteria', value: context.titledList(one.criteria ?? [], '') },
        ...(uptime === undefined
          ? []
          : [
              {
                name: 'Uptime',
                value: `${uptime.percent} % over ${durationOr(uptime.window)}; otherwise ${stated(uptime.credit)}`,
              },
            ]),
        ...(notice === undefined
          ? []
          : [
              {
                name: 'Told',
                value: `${asWords(notice.of)} within ${durationOr(notice.within)} of ${notice.countedFrom ?? 'detection'}, ${notice.severity === undefined ? 'of any severity' : `from severity ${notice.severity} on`}${notice.channel === undefined ? '' : `, through ${context.titled(notice.channel, '')}`}`,
              },
            ]),
        ...(privacyNotice === undefined
          ? []
          : [
              {
                name: 'Privacy notice',
                value: `${linkOr('notice', privacyNotice.url)}, version ${privacyNotice.version === undefined ? notStated : code(privacyNotice.version)} since ${privacyNotice.effectiveFrom}; covers ${listOf(privacyNotice.covers.map(asWords))}`,
              },
            ]),
        ...(dataUse === undefined
          ? []
          : [
              {
                name: 'Use of personal data',
                value: `sold: ${asWords(dataUse.sale)}; given to others for marketing: ${asWords(dataUse.marketing)}; used to train models: ${asWords(dataUse.training)}; processing agreement: ${asWords(dataUse.processingAgreement)}`,
              },
            ]),
      ],
    },
    context,
    '',
  )
}
