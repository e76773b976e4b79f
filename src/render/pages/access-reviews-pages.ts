import { onlyProgram } from '../../assess/assess-program.ts'
import { addDuration, dayOf, daysBetween } from '../../model/days.ts'
import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { AccessReview } from '../../model/records.ts'
import { accessMethodOf } from '../../rules/access/access-method.ts'
import { findingsAbout } from '../check-findings.ts'
import { claimInWords } from '../claim-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { attestedIn, heldInLog } from '../evidence-mentions.ts'
import { reviewDueOn } from '../late-reviews.ts'
import type { PageContext } from '../page-context.ts'
import { compare, nothing, partsOf, plural } from '../page-text.ts'
import { attentionText, checkedInWords, findingLines, namedBy, overviewText, tablesText } from '../register-entry.ts'
import { momentInWords } from '../register-words.ts'

/** Decisions on one page. */
const decisionsPerPage = 800

export const accessReviewsDocument = defineDocument({
  id: 'DOC-ACCESS-REVIEWS',
  title: 'Access reviews',
  about:
    'each campaign: the frozen list, every decision, whether it was in time, and whether what was taken away is gone',
  path: 'access-reviews/README.md',
  part: 'operation',
  classification: 'confidential',
  places: ({ model }) => [...model.accessReviews.keys()].map((id) => [id, `access-reviews/${id}.md`]),
  pages: reviewPages,
})

type Entry = AccessReview['entries'][number]

function reviewPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const all = [...model.accessReviews.values()].map(({ value }) => value)
  const systems = [...model.systems.values()].map(({ value }) => value)
  const pages = new Map<string, Page>()
  const view = {
    count: all.length,
    attention: attentionText(
      [...all, ...systems].map(({ id }) => id),
      context,
      '../',
      /^(?:ACC|DUE|REF)-/,
    ),
    overview: overviewText(
      {
        columns: ['Review', 'Systems', 'List', 'State', 'Taken away without proof', 'Check'],
        records: all,
        row: (review) => [
          context.titled(review.id, '../'),
          context.titledList(review.systems, '../'),
          `${plural(review.population.count, 'account')}, drawn on ${dayOf(review.population.takenAt, context.timezone)}`,
          stateInWords(review, context),
          openRemovals(review).length === 0 ? 'none' : `**${openRemovals(review).length}**`,
          checkedInWords(review.id, context),
        ],
      },
      context,
    ),
    systems: tablesText(
      [
        {
          title: '',
          columns: ['System', 'Last review completed', 'List drawn on', 'Reviews'],
          rows: systems
            .filter(({ status }) => status === undefined || status === 'operating')
            .toSorted((a, b) => compare(a.id, b.id))
            .map(({ id }) => systemRow(id, all, context)),
          none: 'No system is in the data inventory, so it is not known what has to be reviewed.',
        },
      ],
      context,
    ),
    footer: context.footer('../'),
  }
  pages.set('access-reviews/README.md', { text: context.fill('access-reviews', view), records: [] })
  for (const review of all) for (const [path, page] of onePages(review, context)) pages.set(path, page)
  return pages
}

function systemRow(id: string, reviews: readonly AccessReview[], context: PageContext): readonly string[] {
  const own = reviews.filter(({ systems }) => systems.includes(id))
  const last = own
    .filter(({ completedAt }) => completedAt !== undefined)
    .toSorted((a, b) => compare(b.completedAt ?? '', a.completedAt ?? ''))[0]
  return [
    context.titled(id, '../'),
    last === undefined ? '**never**' : `${last.completedAt}: ${context.link(last.id, '../')}`,
    last === undefined ? nothing : dayOf(last.population.takenAt, context.timezone),
    `${own.length}`,
  ]
}

/** In time or late, in words, with the number of days: the first thing that an auditor asks of a review. */
function stateInWords(review: AccessReview, context: PageContext): string {
  const due = reviewDueOn(review, context)
  const { asOf } = context.assessment.basis
  const open = review.entries.filter(isOpen).length
  if (review.completedAt !== undefined) {
    const late = daysBetween(due, review.completedAt)
    const undecided = open === 0 ? '' : `, although ${plural(open, 'line')} are not decided`
    return late <= 0
      ? `completed on ${review.completedAt}, in time (due by ${due})${undecided}`
      : `**completed late by ${plural(late, 'day')}**, on ${review.completedAt} (was due by ${due})${undecided}`
  }
  const late = daysBetween(due, asOf)
  const left = `${open} of ${plural(review.entries.length, 'line')} not decided`
  return late <= 0
    ? `not completed, due by ${due}; ${left}`
    : `**not completed, late by ${plural(late, 'day')}** (was due by ${due}); ${left}`
}

const isOpen = ({ decision }: Entry): boolean => decision === undefined || decision === 'escalate'
const takesAway = ({ decision }: Entry): boolean => decision === 'revoke' || decision === 'modify'

/** What was decided to be taken away and is not shown to be gone. */
const openRemovals = ({ entries }: AccessReview): readonly Entry[] =>
  entries.filter((one) => takesAway(one) && (one.removedAt === undefined || one.removalEvidence === undefined))

function onePages(review: AccessReview, context: PageContext): ReadonlyMap<string, Page> {
  const due = reviewDueOn(review, context)
  const { population } = review
  const within = accessMethodOf(onlyProgram(context.model)).removeWithin
  const pathOf = (part: number) => `${review.id}${part === 0 ? '' : `-part-${part + 1}`}.md`
  const order = (entry: Entry) => (isOpen(entry) ? 0 : takesAway(entry) ? 1 : 2)
  const sorted = review.entries.toSorted(
    (a, b) => order(a) - order(b) || compare(a.account, b.account) || compare(a.role ?? '', b.role ?? ''),
  )
  const parts = partsOf(sorted, decisionsPerPage)
  const counted = (decision: Entry['decision']) => review.entries.filter((one) => one.decision === decision).length
  const self = review.entries.filter(({ by, person }) => by !== undefined && by === person)
  const pages = new Map<string, Page>()
  for (const [part, some] of (parts.length === 0 ? [[]] : parts).entries()) {
    const view = {
      id: review.id,
      title: inlineText(review.title),
      first: part === 0,
      several: parts.length > 1,
      part: part + 1,
      parts: parts.map((_, each) => `[part ${each + 1}](${pathOf(each)})`).join(' · '),
      state: stateInWords(review, context),
      findings: findingLines(findingsAbout(review.id, context), context, '../'),
      facts: [
        { name: 'Systems', value: context.titledList(review.systems, '../') },
        {
          name: 'Run by',
          value: claimInWords<AccessReview>(review.id, review.reviewer, (one) => one.reviewer, context),
        },
        { name: 'List drawn', value: `${momentInWords(population.takenAt)} from ${inlineText(population.source)}` },
        { name: 'How it was drawn', value: cellText(population.query) },
        {
          name: 'Lines of the list',
          value: `${population.count}; ${review.entries.length === population.count ? 'every one of them is here' : `**${review.entries.length} are here**`}`,
        },
        {
          name: 'Fingerprint of the list',
          value: `${inlineText(population.digest)}, ${heldInLog(population.digest, context, '../')}`,
        },
        { name: 'Deciding is in time until', value: due },
        {
          name: 'Decisions',
          value: `keep ${counted('keep')}, take away ${counted('revoke')}, make smaller ${counted('modify')}, ask somebody else ${counted('escalate')}, none ${counted(undefined)}`,
        },
        {
          name: 'Decided on their own account',
          value: self.length === 0 ? 'nobody' : `**${[...new Set(self.map(({ by }) => context.who(by)))].join(', ')}**`,
        },
        { name: 'Notes', value: review.notes === undefined ? 'none' : cellText(review.notes) },
        { name: 'Named by', value: namedBy(review.id, context, '../') },
        { name: 'Statements', value: attestedIn(review.id, context, '../') },
      ],
      removals: tablesText(
        [
          {
            title: '',
            columns: ['Account', 'Person', 'Decided', 'In time until', 'Gone', 'Shown by'],
            rows: openRemovals(review)
              .toSorted((a, b) => compare(a.at ?? '', b.at ?? '') || compare(a.account, b.account))
              .map((one) => removalRow(one, within, context)),
            none: 'None: whatever was to be taken away is shown to be gone, or nothing was to be.',
          },
        ],
        context,
      ),
      decisions: tablesText(
        [
          {
            title: '',
            columns: ['Account', 'Person', 'May', 'Decision', 'By and when', 'Taken away'],
            rows: some.map((one) => decisionRow(one, due, within, context)),
            none: 'The list is empty.',
            whole: true,
          },
        ],
        context,
      ),
      footer: context.footer('../'),
    }
    pages.set(`access-reviews/${pathOf(part)}`, { text: context.fill('access-review', view), records: [review.id] })
  }
  return pages
}

const personOf = ({ person }: Entry, context: PageContext): string =>
  person === undefined ? '**nobody**' : context.who(person)

function removalRow(one: Entry, within: string, context: PageContext): readonly string[] {
  const until = one.at === undefined ? undefined : addDuration(one.at, within)
  return [
    inlineText(one.account),
    personOf(one, context),
    `${one.decision === 'revoke' ? 'take away' : 'make smaller'}${one.at === undefined ? ', no day' : ` on ${one.at}`}`,
    until ?? 'not determined: no day of the decision',
    goneInWords(one, until, context),
    one.removalEvidence === undefined ? '**nothing**' : context.text(one.removalEvidence, '../'),
  ]
}

function goneInWords({ removedAt }: Entry, until: string | undefined, { assessment }: PageContext): string {
  const { asOf } = assessment.basis
  if (removedAt === undefined)
    return until !== undefined && until < asOf
      ? `**not gone, late by ${plural(daysBetween(until, asOf), 'day')}**`
      : 'not yet'
  return until !== undefined && until < removedAt
    ? `**on ${removedAt}, late by ${plural(daysBetween(until, removedAt), 'day')}**`
    : `on ${removedAt}`
}

const decisionWords = {
  keep: 'keep',
  revoke: 'take away',
  modify: 'make smaller',
  escalate: '**ask somebody else**',
} as const

function decisionRow(one: Entry, due: string, within: string, context: PageContext): readonly string[] {
  const { decision, by, at, reason } = one
  const late = at !== undefined && at > due ? `, **late by ${plural(daysBetween(due, at), 'day')}**` : ''
  const until = at === undefined ? undefined : addDuration(at, within)
  return [
    inlineText(one.account),
    personOf(one, context),
    one.role === undefined ? 'not stated' : inlineText(one.role),
    `${decision === undefined ? '**none**' : decisionWords[decision]}${reason === undefined ? '' : `: ${inlineText(reason)}`}`,
    decision === undefined
      ? nothing
      : `${by === undefined ? 'nobody is named' : context.who(by)}, ${at ?? 'no day'}${late}`,
    takesAway(one)
      ? `${goneInWords(one, until, context)}; ${one.removalEvidence === undefined ? '**nothing shows it**' : context.text(one.removalEvidence, '../')}`
      : nothing,
  ]
}
