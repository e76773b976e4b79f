import { emergencyReview, emergencyReviewInWords } from '../../assess/emergency-review.ts'
import { differencesOf, partOf } from '../../assess/populations/reconcile-changes.ts'
import type { ChangeReconciliation } from '../../assess/populations/reconciliation.ts'
import type { ChangeMerged } from '../../model/evidence.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { aroundReview } from '../around-review.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { differenceRows } from '../difference-rows.ts'
import { type PageContext, recordsOf } from '../page-context.ts'
import { anchor, blocksOf, compare, listOf, nothing, orNothing, partsOf, plural } from '../page-text.ts'
import { reconciledBranch } from '../reconciled-branch.ts'
import { reconciliationView } from '../reconciliation-view.ts'

const mergesPerPage = 600
const differencesPerPage = 300
const categories = ['emergency', 'normal', 'standard'] as const

/** `2026-Q2` */
const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`

/** First and last day of `2026-Q2`. */
function daysOfQuarter(quarter: string): { readonly from: string; readonly to: string } {
  const [year = '', number = ''] = quarter.split('-Q')
  const last = Number(number) * 3
  const month = (value: number) => `${year}-${String(value).padStart(2, '0')}`
  return { from: `${month(last - 2)}-01`, to: `${month(last)}-${last === 3 || last === 12 ? '31' : '30'}` }
}

/** `1 of 25 merged pull requests, 4.0 %` */
function rateOf(count: number, all: number): string {
  if (all === 0) return 'no pull request was merged'
  const tenths = Math.floor((1000 * count) / all)
  return `${count} of ${plural(all, 'merged pull request')}, ${Math.floor(tenths / 10)}.${tenths % 10} %`
}

export const changesDocument = defineDocument({
  id: 'DOC-CHANGES',
  title: 'Changes',
  about: 'merged pull requests and deployments by quarter, what went around review first',
  path: 'changes/README.md',
  part: 'operation',
  classification: 'internal',
  pages: changePages,
})

/**
 * Changes by quarter, what went around review first. The population is the commits of the protected branch, counted from
 * git; merges, deployments and findings of audits, as the log holds them, are held against it in both directions.
 */
function changePages(context: PageContext): ReadonlyMap<string, Page> {
  const merges = recordsOf(context.log, 'change.merged').map((record) => ({
    record,
    on: context.day(record.data.mergedAt),
  }))
  const unreviewed = recordsOf(context.log, 'change.unreviewed').map((record) => ({
    record,
    on: context.day(record.occurredAt),
  }))
  const deployments = recordsOf(context.log, 'deployment').map((record) => ({
    record,
    on: context.day(record.data.createdAt),
  }))
  const audits = recordsOf(context.log, 'audit.window').map((record) => ({
    record,
    on: context.day(record.occurredAt),
  }))
  const quarters = [...new Set([...merges, ...unreviewed, ...deployments, ...audits].map(({ on }) => quarterOf(on)))]
    .sort(compare)
    .reverse()

  const [first, last] = [quarters.at(-1), quarters[0]]
  const whole =
    first === undefined || last === undefined
      ? undefined
      : reconciledBranch(context, daysOfQuarter(first).from, daysOfQuarter(last).to)
  const pages = new Map<string, Page>()
  const index = quarters.map((quarter) => {
    const within = <T extends { readonly on: string }>(list: readonly T[]) =>
      list.filter(({ on }) => quarterOf(on) === quarter)
    const merged = within(merges)
      .map(({ record }) => record)
      .sort(newestFirst)
    const approved = merged.filter(({ data }) => data.verdict === 'approved').length
    const around = within(unreviewed)
      .map(({ record }) => record)
      .sort(newestFirst)
    const deployed = within(deployments)
      .map(({ record }) => record)
      .sort(newestFirst)
    const { from, to } = daysOfQuarter(quarter)
    const changes = whole === undefined ? undefined : partOf(whole, from, to)
    const reconciled = changes === undefined ? undefined : reconciliationView(changes, context, '../')
    if (changes !== undefined && reconciled !== undefined && reconciled.more > 0)
      for (const [path, page] of differencePages(quarter, changes, context)) pages.set(path, page)
    const emergencies = merged.filter(({ data }) => data.category === 'emergency')
    const audited = within(audits).map(({ record }) => record)
    const sum = (field: 'commits' | 'matched' | 'deviations') =>
      audited.reduce((total, { data }) => total + data[field], 0)
    const parts = partsOf(merged, mergesPerPage)
    const pathOf = (part: number) => `${quarter}${part === 0 ? '' : `-part-${part + 1}`}.md`
    for (const [part, some] of (parts.length === 0 ? [[]] : parts).entries()) {
      const view = {
        quarter,
        first: part === 0,
        part: part + 1,
        several: parts.length > 1,
        parts: parts.map((_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
        merged: merged.length,
        approved,
        notApproved: merged.length - approved,
        around: around.length,
        emergencyRate: rateOf(emergencies.length, merged.length),
        reconciliation:
          part > 0 || reconciled === undefined || changes === undefined
            ? undefined
            : { ...reconciled, pages: reconciled.more === 0 ? '' : differenceLinks(quarter, changes) },
        deployments: deployed.length,
        audits: audited.length,
        auditsInWords: plural(audited.length, 'audit'),
        commits: sum('commits'),
        matched: sum('matched'),
        deviations: sum('deviations'),
        unreviewed: blocksOf(
          around.map((record) => ({
            day: context.day(record.occurredAt),
            commit: `${anchor(`commit-${record.data.commit.slice(0, 12)}`)}${context.commit(record.data.commit)}`,
            ...aroundReview(record, context),
            found: `${context.day(record.recordedAt)}, ${context.recordLink(record.index, '../')}`,
          })),
          50,
          'more commits',
        ),
        refused: blocksOf(
          some.filter(({ data }) => data.verdict !== 'approved').map((record) => mergeRow(record, context)),
          50,
          'more',
        ),
        groups: [...categories, undefined]
          .map((category) => ({
            title:
              category === undefined
                ? 'Without a change request'
                : `${category.slice(0, 1).toUpperCase()}${category.slice(1)} changes`,
            merges: some.filter(({ data }) => data.verdict === 'approved' && isOf(category, data.category)),
          }))
          .filter((group) => group.merges.length > 0)
          .map(({ title, merges: list }) => ({
            title,
            count: list.length,
            blocks: blocksOf(
              list.map((record) => mergeRow(record, context)),
              50,
              'more merges',
            ),
          })),
        emergencies:
          part > 0
            ? []
            : merged
                .filter(({ data }) => data.emergencyReviewDue !== null)
                .map((record) => ({
                  pull: context.pull(record.data.pull),
                  due: record.data.emergencyReviewDue ?? nothing,
                  title: inlineText(record.data.title),
                  review: reviewAfterwards(record, context),
                })),
        deployed:
          part > 0
            ? []
            : blocksOf(
                deployed.map((record) => ({
                  day: context.day(record.data.createdAt),
                  environment: inlineText(record.data.environment),
                  commit: `${context.commit(record.data.sha)}${record.data.rollback ? ' (rollback)' : ''}`,
                  deployers: listOf([...new Set(record.data.deployers.map(context.account))]),
                  changes:
                    listOf(
                      record.data.changes
                        .slice(0, 20)
                        .map(({ pull, mergeSha }) => (pull === null ? context.commit(mergeSha) : context.pull(pull))),
                    ) + (record.data.changes.length > 20 ? ` and ${record.data.changes.length - 20} more` : ''),
                  verdict: `${verdictWord(record.data.verdict)}; ${separationWord(record.data.separation)}`,
                })),
                50,
                'more deployments',
              ),
        footer: context.footer('../'),
      }
      pages.set(`changes/${pathOf(part)}`, { text: context.fill('changes-quarter', view), records: [] })
    }
    return {
      link: `[${quarter}](${quarter}.md)`,
      around: around.length === 0 ? '0' : `**${around.length}**`,
      merged: merged.length,
      approved,
      deployments: deployed.length,
      audits:
        audited.length === 0
          ? '**none**'
          : `${plural(audited.length, 'audit')}: ${sum('matched')} of ${sum('commits')} commits matched`,
    }
  })
  const carried = carriers(
    merges.map(({ record }) => record),
    context,
  )
  const requests = [...context.model.changes.values()]
    .map(({ value }) => value)
    .sort((a, b) => Number(a.status === 'draft') - Number(b.status === 'draft') || compare(b.id, a.id))
  const view = {
    quarters: index,
    requests: blocksOf(
      requests.map((request) => ({
        id: request.id,
        title: inlineText(request.title),
        category: request.category,
        status: request.status,
        requestedBy: context.who(request.requestedBy),
        carried: carried.has(request.id) ? listOf(carried.get(request.id) ?? []) : 'not in the log',
      })),
      50,
      'earlier change requests',
    ),
    footer: context.footer('../'),
  }
  pages.set('changes/README.md', { text: context.fill('changes-index', view), records: [] })
  return pages
}

const differencePath = (quarter: string, part: number): string =>
  `${quarter}-differences${part === 0 ? '' : `-part-${part + 1}`}.md`

/** Links to all parts, so that none is further away than the first. */
function differenceLinks(quarter: string, changes: ChangeReconciliation): string {
  const parts = partsOf(differencesOf(changes), differencesPerPage)
  return parts
    .map(
      (_, part) =>
        `[${part === 0 ? 'All differences of the quarter' : `part ${part + 1}`}](${differencePath(quarter, part)})`,
    )
    .join(' · ')
}

/** Every difference of a quarter, in parts. */
function differencePages(
  quarter: string,
  changes: ChangeReconciliation,
  context: PageContext,
): readonly (readonly [string, Page])[] {
  const parts = partsOf(differencesOf(changes), differencesPerPage)
  const pathOf = (part: number) => differencePath(quarter, part)
  return parts.map((some, part) => {
    const view = {
      quarter,
      part: part + 1,
      several: parts.length > 1,
      parts: parts.map((_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
      rows: differenceRows(some, context, '../'),
      footer: context.footer('../'),
    }
    return [`changes/${pathOf(part)}`, { text: context.fill('changes-differences', view), records: [] }]
  })
}

const isOf = (category: string | undefined, found: string | null): boolean =>
  category === undefined ? found === null || !(categories as readonly string[]).includes(found) : found === category

const newestFirst = (a: { occurredAt: string; index: number }, b: { occurredAt: string; index: number }): number =>
  compare(b.occurredAt, a.occurredAt) || b.index - a.index

const verdictWord = (verdict: string): string => (verdict === 'approved' ? 'approved' : `**${verdict}**`)
const separationWord = (separation: string): string =>
  ({
    pass: 'no approver deployed it',
    fail: '**an approver deployed it**',
    'not-applicable': 'separation not applicable',
  })[separation] ?? 'separation not determined'

function mergeRow(record: ChangeMerged & { readonly index: number }, context: PageContext) {
  const { data } = record
  const reasons = data.verdict === 'approved' ? '' : `: ${inlineText(data.reasons.slice(0, 3).join(' '))}`
  return {
    merged: context.day(data.mergedAt),
    pull: `${anchor(`pr-${data.pull}`)}${context.pull(data.pull)}`,
    title: orNothing(data.title),
    author: context.account(data.author),
    approvers: context.accounts(data.counted),
    verdict: `${verdictWord(data.verdict)}${reasons}; ${separationWord(data.separation)}; ${context.recordLink(record.index, '../')}`,
  }
}

/** Pull requests of the log by the change requests that they name. Whether one was approved is theirs to say. */
function carriers(merges: readonly ChangeMerged[], context: PageContext): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { data } of merges) {
    const quarter = quarterOf(context.day(data.mergedAt))
    const said = `${context.pull(data.pull)}, ${verdictWord(data.verdict)}, [${quarter}](${quarter}.md)`
    for (const id of data.changeRequests) found.set(id, [...(found.get(id) ?? []), said])
  }
  return found
}

/** Whether the review after an emergency came, the late and the missing ones in bold. */
function reviewAfterwards(record: Parameters<typeof emergencyReview>[0], context: PageContext): string {
  const review = emergencyReview(record, context.log, context.model, context.timezone)
  const words = emergencyReviewInWords(review, (at) => context.recordLink(at, '../'))
  const isLate =
    (review.kind === 'done' && !review.inTime) ||
    (review.kind === 'not-done' && review.due < context.assessment.basis.asOf)
  return isLate ? `**${words}**` : words
}
