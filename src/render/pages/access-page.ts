import { onlyProgram } from '../../assess/assess-program.ts'
import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { AccessGrant, Role, SodPair } from '../../model/records.ts'
import { holdersOf, withInherited } from '../../model/role-holders.ts'
import { accessMethodOf, isPrivileged } from '../../rules/access/access-method.ts'
import { excludesHolding } from '../../rules/separation/sod-pairs.ts'
import { findingsAbout } from '../check-findings.ts'
import { accountsPages } from '../collected-accounts.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, listOf, plural } from '../page-text.ts'
import { attentionText, checkedInWords, entryText, placesOf, registerParts, tablesText } from '../register-entry.ts'
import { durationOr, notStated, yesOrNo } from '../register-words.ts'
import { approvalInWords, assignmentLabel, byUrgency, isHeld, termInWords } from '../role-assignments.ts'

export const accessDocument = defineDocument({
  id: 'DOC-ACCESS',
  title: 'Access',
  about:
    'which role may do what, who holds it until when, roles that exclude each other, and the accounts that were collected',
  path: 'access.md',
  part: 'operation',
  classification: 'confidential',
  places: ({ model }) => [
    ...placesOf(model.roles.keys(), 'access.md', headingOfRole),
    ...[...model.sodPairs.keys()].map((id) => [id, 'access.md#roles-that-exclude-each-other'] as const),
  ],
  pages: accessPages,
})

const headingOfRole = (id: string): string => `Role ${id}`

function accessPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model, assessment } = context
  const { asOf } = assessment.basis
  const method = accessMethodOf(onlyProgram(model))
  const roles = [...model.roles.values()].map(({ value }) => value)
  const assignments = model.assignments.map(({ value }) => value)
  const privileged = assignments.filter(
    ({ role, expires }) => isPrivileged(model, role) && (expires === undefined || expires >= asOf),
  )
  const subjects = [
    ...new Set([
      ...roles.map(({ id }) => id),
      ...model.sodPairs.keys(),
      ...model.people.keys(),
      ...assignments.map(assignmentLabel),
      ...model.accessMatrix.map(({ value }) => `The access to ${value.resource}`),
    ]),
  ]
  const pages = new Map<string, Page>()
  const accounts = accountsPages(context)
  for (const { records, path, ...part } of registerParts(roles, 'access.md')) {
    const view = {
      ...part,
      count: roles.length,
      held: plural(assignments.filter((one) => isHeld(one, asOf)).length, 'assignment'),
      privilegedTerm: durationOr(method.privilegedTerm),
      reviewEvery: durationOr(method.reviewEvery),
      removeLeaversWithin: durationOr(method.removeLeaversWithin),
      attention: part.first ? attentionText(subjects, context, '', /^(?:ACC|SOD|REF)-/) : '',
      conflicts: part.first ? pairsText(context) : '',
      privileged: part.first
        ? tablesText(
            [
              {
                title: '',
                columns: ['Role', 'Person', 'From and until', 'Approved by', 'Check'],
                rows: privileged
                  .toSorted(byUrgency(context))
                  .map((one) => [
                    context.titled(one.role, ''),
                    context.who(one.person),
                    termInWords(one, context),
                    approvalInWords(one, context, ''),
                    checkedInWords(assignmentLabel(one), context),
                  ]),
                none: 'Nobody holds a privileged role.',
              },
            ],
            context,
          )
        : '',
      matrix: part.first ? matrixText(context) : '',
      accounts: accounts.summary,
      entries: records.map((role) => roleEntry(role, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('access', view), records: ['Roles'] })
  }
  for (const [path, page] of accounts.pages) pages.set(path, page)
  return pages
}

/** What each role may do with what: a row for each grant, by role, so that a new one is one line. */
const matrixText = (context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Role', 'Resource', 'May', 'Where and how', 'Conditions', 'System'],
        rows: context.model.accessMatrix
          .map(({ value }) => value)
          .toSorted(
            (a, b) =>
              compare(a.role, b.role) || compare(a.resource, b.resource) || compare(a.actions.join(), b.actions.join()),
          )
          .map((grant) => [
            context.titled(grant.role, ''),
            inlineText(grant.resource),
            listOf([...grant.actions]),
            whereInWords(grant),
            conditionsInWords(grant, context),
            grant.system === undefined ? notStated : context.titled(grant.system, ''),
          ]),
        none: 'Nothing is written down: then no role may do anything by these files.',
        whole: true,
      },
    ],
    context,
  )

function whereInWords({ scope }: AccessGrant): string {
  if (scope === undefined) return 'everywhere'
  const { environments, via, dataClass, mode } = scope
  const words = [
    ...(environments === undefined ? [] : [`in ${listOf(environments.map(inlineText))}`]),
    ...(via === undefined ? [] : [`only through ${inlineText(via)}`]),
    ...(dataClass === undefined ? [] : [`data: ${inlineText(dataClass)}`]),
    ...(mode === 'audit-only' ? ['for audits only'] : []),
  ]
  return words.length === 0 ? 'everywhere' : words.join('<br>')
}

function conditionsInWords({ scope }: AccessGrant, context: PageContext): string {
  const { ip, time, jit, approval, session } = scope?.conditions ?? {}
  const words = [
    ...(ip === undefined ? [] : [`from ${listOf(ip.map(inlineText))}`]),
    ...(time === undefined
      ? []
      : [
          `${time.days === undefined ? 'every day' : listOf([...time.days])} ${inlineText(time.from)} to ${inlineText(time.until)}${time.timezone === undefined ? '' : ` ${inlineText(time.timezone)}`}`,
        ]),
    ...(jit === undefined ? [] : [`when it is needed, for at most ${durationOr(jit.maximum)}`]),
    ...(approval === undefined ? [] : [`agreed to each time by ${listOf(approval.roles.map(context.who))}`]),
    ...(session === undefined
      ? []
      : [
          `session ends after ${durationOr(session.idle, 'no limit')} idle, ${durationOr(session.maximum, 'no limit')} in all`,
        ]),
  ]
  return words.length === 0 ? 'none' : words.join('<br>')
}

const pairsText = (context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Pair', 'Roles', 'Where they exclude each other', 'Why', 'Who holds both now', 'Check'],
        rows: [...context.model.sodPairs.values()]
          .map(({ value }) => value)
          .toSorted((a, b) => conflicts(b, context) - conflicts(a, context) || compare(a.id, b.id))
          .map((pair) => [
            inlineText(pair.title === undefined ? pair.id : `${pair.id}: ${pair.title}`),
            listOf(pair.roles.map((role) => context.titled(role, ''))),
            pair.scope.replaceAll('-', ' '),
            pair.reason === undefined ? notStated : cellText(pair.reason),
            conflictsInWords(pair, context),
            checkedInWords(pair.id, context),
          ]),
        none: 'No pair of roles is written down.',
      },
    ],
    context,
  )

function holdingBoth(
  { roles: [one = '', other = ''] }: SodPair,
  { model, assessment }: PageContext,
): readonly string[] {
  const { asOf } = assessment.basis
  const others = new Set(holdersOf(model, other, asOf))
  return holdersOf(model, one, asOf).filter((person) => others.has(person))
}

const conflicts = (pair: SodPair, context: PageContext): number =>
  excludesHolding(context.model, pair) ? holdingBoth(pair, context).length : 0

/** As the rule SOD-001 sees it: a pair for one change may be held by one person, only not used in it. */
function conflictsInWords(pair: SodPair, context: PageContext): string {
  const both = holdingBoth(pair, context)
  if (both.length === 0) return 'nobody'
  const names = both.slice(0, 20).map((id) => {
    const tolerated = findingsAbout(id, context).find(
      ({ rule, message, tolerated: why }) => rule === 'SOD-001' && why !== '' && message.includes(`(${pair.id})`),
    )
    return `${context.who(id)}${tolerated === undefined ? '' : ` (${context.text(tolerated.tolerated, '')})`}`
  })
  const more = both.length > 20 ? ` and ${both.length - 20} more` : ''
  return excludesHolding(context.model, pair)
    ? `**${listOf(names)}${more}**`
    : `${listOf(names)}${more}: allowed, but not both in one change`
}

function roleEntry(role: Role, context: PageContext): string {
  const { model, assessment } = context
  const { asOf } = assessment.basis
  const given = model.assignments.map(({ value }) => value).filter((one) => one.role === role.id)
  const contained = [...withInherited(model, role.id)].filter((id) => id !== role.id).sort(compare)
  return entryText(
    {
      id: role.id,
      heading: headingOfRole(role.id),
      title: inlineText(role.title ?? role.id),
      text: role.description === undefined ? '' : cellText(role.description),
      facts: [
        { name: 'Privileged', value: isPrivileged(model, role.id) ? 'yes' : 'no' },
        { name: 'Needs a second factor', value: yesOrNo(role.mfaRequired) },
        { name: 'Auditor', value: role.auditor === true ? 'yes: must only read' : 'no' },
        {
          name: 'Has the rights of',
          value: contained.length === 0 ? 'no other role' : context.titledList(contained, ''),
        },
        {
          name: 'A grant is approved by',
          value: role.grantApprovers === undefined ? notStated : listOf(role.grantApprovers.map(context.who)),
        },
        {
          name: 'Longest assignment',
          value: durationOr(role.maxAssignment, isPrivileged(model, role.id) ? 'the term of the program' : 'no limit'),
        },
        {
          name: 'Held now, inherited included',
          value: heldInWords(holdersOf(model, role.id, asOf), context),
        },
      ],
      tables: [
        {
          title: 'Assignments',
          columns: ['Person', 'From and until', 'Asked for and approved', 'Approved by', 'Needed for', 'Check'],
          rows: given
            .toSorted(byUrgency(context))
            .map((one) => [
              `${context.who(one.person)} (${code(one.person)})`,
              termInWords(one, context),
              `${one.requestedAt ?? notStated}, ${one.approvedAt ?? notStated}`,
              approvalInWords(one, context, ''),
              `${one.reason === undefined ? notStated : inlineText(one.reason)}${one.source === 'import' ? ' (imported)' : ''}`,
              checkedInWords(assignmentLabel(one), context),
            ]),
          none: 'It was given to nobody.',
        },
      ],
    },
    context,
    '',
  )
}

const heldInWords = (holders: readonly string[], context: PageContext): string =>
  holders.length === 0
    ? 'nobody'
    : `${holders.length}: ${listOf(holders.slice(0, 50).map(context.who))}${holders.length > 50 ? ` and ${holders.length - 50} more` : ''}`
