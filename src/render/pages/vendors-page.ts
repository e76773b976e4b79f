import { onlyProgram } from '../../assess/assess-program.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Vendor } from '../../model/records.ts'
import { isInUse } from '../../rules/vendors/in-use.ts'
import { coveredUntil, neededSpan, whyNot } from '../../rules/vendors/report-coverage.ts'
import { claimInWords } from '../claim-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { heldInLog } from '../evidence-mentions.ts'
import type { PageContext } from '../page-context.ts'
import { code, listOf, nothing, plural } from '../page-text.ts'
import { checkedInWords, type EntryTable, entryText, linksOr, overviewText, placesOf } from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import {
  asWords,
  dueInWords,
  durationOr,
  endInWords,
  linkOr,
  notStated,
  spanInWords,
  stated,
  yesOrNo,
} from '../register-words.ts'

export const vendorsDocument = defineDocument({
  id: 'DOC-VENDORS',
  title: 'Vendors',
  about: 'who we depend on: tier, reports and what they cover, bridge letters, agreements, ways out',
  path: 'vendors.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.vendors.keys(), 'vendors.md'),
  pages: vendorPages,
})

function vendorPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const vendors = [...model.vendors.values()].map(({ value }) => value)
  const used = vendors.filter(isInUse)
  return registerPages(
    {
      all: vendors,
      path: 'vendors.md',
      template: 'vendors',
      view: (records) => ({
        used: used.length,
        subprocessors: used.filter(({ subprocessor }) => subprocessor === true).length,
        overview: overviewText(
          {
            columns: ['Vendor', 'Tier', 'Status', 'Report and our period', 'Review', 'Check'],
            records,
            row: (vendor) => [
              context.titled(vendor.id, ''),
              vendor.tier,
              vendor.status ?? 'active',
              coverageInWords(vendor, context),
              reviewInWords(vendor, context),
              checkedInWords(vendor.id, context),
            ],
          },
          context,
        ),
        entries: records.map((vendor) => vendorEntry(vendor, context)),
      }),
    },
    context,
  )
}

/** Whether what was received and read speaks of the days that our own report is about. */
function coverageInWords(vendor: Vendor, context: PageContext): string {
  const { asOf } = context.assessment.basis
  if (!isInUse(vendor)) return `not asked for: the vendor is ${vendor.status}`
  const span = neededSpan(onlyProgram(context.model), vendor, asOf)
  const { reports, letter } = coveredUntil(vendor, span)
  const wanted = span.from === span.until ? span.until : `${span.from} to ${span.until}`
  if (reports < span.from)
    return `${vendor.tier === 'critical' ? '**nothing covers' : 'no reviewed report covers'} ${wanted}${vendor.tier === 'critical' ? '**' : ''}`
  if (reports >= span.until) return `a reviewed report covers ${wanted}`
  if (letter >= span.until) return `a report covers up to ${reports}, the bridge letter up to ${letter}`
  return `covered up to ${letter}; **not covered** from then to ${span.until}`
}

function reviewInWords(vendor: Vendor, { assessment }: PageContext): string {
  const { lastReviewed, reviewBy } = vendor
  const never = isInUse(vendor) ? '**never reviewed**' : 'not reviewed'
  const last = lastReviewed === undefined ? never : `last on ${lastReviewed}`
  return reviewBy === undefined || !isInUse(vendor)
    ? last
    : `${last}, next ${dueInWords(reviewBy, assessment.basis.asOf)}`
}

function vendorEntry(vendor: Vendor, context: PageContext): string {
  const { asOf } = context.assessment.basis
  const { bridgeLetter, dpa, contract, exit } = vendor
  const reviewer = claimInWords<Vendor>(vendor.id, vendor.reviewedBy, (one) => one.reviewedBy, context)
  return entryText(
    {
      id: vendor.id,
      title: inlineText(vendor.title),
      facts: [
        { name: 'Tier and status', value: `${vendor.tier}, ${vendor.status ?? 'active'}` },
        { name: 'Owner', value: context.who(vendor.owner) },
        { name: 'Services', value: listOf(vendor.services.map(inlineText)) },
        { name: 'Described at', value: linkOr('website of the vendor', vendor.website) },
        {
          name: 'Data it can see',
          value: linksOr(vendor.dataClasses, context, '', 'no class of data is named'),
        },
        { name: 'Where', value: vendor.locations === undefined ? notStated : listOf(vendor.locations.map(inlineText)) },
        { name: 'Subprocessor', value: yesOrNo(vendor.subprocessor) },
        {
          name: 'Subservice method',
          value: `${asWords(vendor.subservice)}${vendor.subserviceReason === undefined ? '' : `: ${inlineText(vendor.subserviceReason)}`}`,
        },
        { name: 'Covers our period', value: coverageInWords(vendor, context) },
        {
          name: 'Bridge letter',
          value:
            bridgeLetter === undefined
              ? 'none'
              : `${spanInWords(bridgeLetter.from, bridgeLetter.to)}, read by ${claimInWords<Vendor>(vendor.id, bridgeLetter.reviewedBy, (one) => one.bridgeLetter?.reviewedBy, context)} on ${bridgeLetter.reviewedAt ?? 'no day'}, ${linkOr('kept here', bridgeLetter.url, 'place not stated')}`,
        },
        {
          name: 'Processing agreement',
          value:
            dpa === undefined
              ? 'none'
              : `signed on ${dpa.signedAt}, ${endInWords(dpa.until, asOf, 'as long as the contract')}; ${dpa.breachNotice === undefined ? 'no time in which a breach is told is stated' : `breach told within ${durationOr(dpa.breachNotice)}`}; transfer: ${stated(dpa.transferMechanism)}; ${linkOr('kept here', dpa.url, 'place not stated')}`,
        },
        {
          name: 'Contract',
          value:
            contract === undefined
              ? notStated
              : `${spanInWords(contract.start, contract.end)}${contract.end !== undefined && contract.end < asOf && contract.renews !== true ? ' (**ended**)' : ''}; renews by itself: ${yesOrNo(contract.renews)}; notice: ${durationOr(contract.noticePeriod)}; ${linkOr('kept here', contract.url, 'place not stated')}`,
        },
        { name: 'Review', value: `${reviewInWords(vendor, context)}, by ${reviewer}` },
        {
          name: 'Exit',
          value:
            exit === undefined
              ? '**no way out is written down**'
              : `${exit.plan === undefined ? 'no plan written down' : inlineText(exit.plan.trim().replace(/\.$/, ''))}; ended: ${exit.endedAt ?? 'no'}; data: ${asWords(exit.dataReturned)}; access taken away: ${exit.accessRemovedAt ?? notStated}`,
        },
      ],
      tables: [
        reportsTable(vendor, context),
        exceptionsTable(vendor, context),
        cuecTable(vendor, context),
        csocTable(vendor, context),
      ],
    },
    context,
    '',
  )
}

const reportsTable = (vendor: Vendor, context: PageContext): EntryTable => ({
  title: 'Reports',
  columns: ['Report', 'Period', "Their auditor's opinion", 'Exceptions', 'Reviewed', 'Kept'],
  rows: (vendor.reports ?? [])
    .map((report, index) => ({ report, index }))
    .sort((a, b) => ((a.report.periodEnd ?? '') < (b.report.periodEnd ?? '') ? 1 : -1))
    .map(({ report, index }) => [
      `${report.type}${report.title === undefined ? '' : `: ${inlineText(report.title)}`}${report.subservices === undefined ? '' : `<br>leaves out ${listOf(report.subservices.map(inlineText))}`}`,
      `${spanInWords(report.periodStart, report.periodEnd)}${whyNot(report) === undefined ? '' : `<br>vouches for no period: ${inlineText(whyNot(report) ?? '')}`}`,
      report.opinion === undefined ? notStated : code(report.opinion),
      report.exceptions === undefined ? 'none listed' : plural(report.exceptions.length, 'exception'),
      `${report.reviewedAt ?? '**not reviewed**'}, by ${claimInWords<Vendor>(vendor.id, report.reviewedBy, (one) => one.reports?.[index]?.reviewedBy, context)}${report.conclusion === undefined ? '' : `: ${inlineText(report.conclusion)}`}`,
      `${linkOr('place', report.url, 'place not stated')}${report.digest === undefined ? '' : `, ${heldInLog(report.digest, context, '')}`}`,
    ]),
  none: 'No report was received.',
})

const exceptionsTable = (vendor: Vendor, context: PageContext): EntryTable => ({
  title: 'Exceptions in its reports',
  columns: ['Report', 'What did not work', 'What it means here', 'Own controls'],
  rows: (vendor.reports ?? []).flatMap(({ type, periodEnd, exceptions = [] }) =>
    exceptions.map(({ statement, response, controls }) => [
      `${type}, to ${periodEnd ?? 'no day'}`,
      inlineText(statement),
      inlineText(response),
      linksOr(controls, context, '', 'none'),
    ]),
  ),
  none: 'None is written down.',
})

const cuecTable = (vendor: Vendor, context: PageContext): EntryTable => ({
  title: 'What the vendor expects of us',
  columns: ['Reference', 'Expected', 'Done by'],
  rows: (vendor.cuecs ?? []).map(({ reference, statement, controls, notRelevant }) => [
    reference === undefined ? nothing : inlineText(reference),
    inlineText(statement),
    controls !== undefined && controls.length > 0
      ? linksOr(controls, context, '')
      : notRelevant === undefined
        ? '**no control of ours**'
        : `does not concern us: ${inlineText(notRelevant)}`,
  ]),
  none: 'Nothing is written down.',
})

/** Controls that the vendor has to operate, from the records that describe them. */
const csocTable = (vendor: Vendor, context: PageContext): EntryTable => ({
  title: 'What we expect of the vendor',
  columns: ['Record', 'Expected', 'Criteria', 'Watched by'],
  rows: [...context.model.complementaryControls.values()]
    .filter(({ value }) => value.vendor === vendor.id)
    .map(({ value }) => [
      context.titled(value.id, ''),
      blockText(value.statement).replaceAll('\n\n', '<br>'),
      context.links(value.criteria, ''),
      linksOr(value.monitoredBy, context, '', '**no control of ours**'),
    ]),
  none: 'No complementary control names the vendor.',
})
