import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { durationInWords } from '../model/days.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Control, Monitoring } from '../model/records.ts'
import { holdersOf } from '../model/role-holders.ts'
import type { PageContext } from './page-context.ts'
import { listOf, plural } from './page-text.ts'
import { everyOr } from './register-words.ts'

type Topic = NonNullable<Control['answers']>[number]['topic']

/** A question that auditors ask again and again, and what the records of the program say to it, one line each, escaped. */
export interface AuditorTopic {
  readonly topic: Exclude<Topic, 'other'>
  readonly question: string
  /** Pages that show more, as links from the root. */
  readonly see: readonly string[]
  facts(context: PageContext): readonly string[]
}

const accessPage = '[access](access.md)'
const reviewsPage = '[access reviews](access-reviews/README.md)'
const monitoringPage = '[monitoring](monitoring.md)'
const settingsPage = '[settings](settings.md)'
const evidencePage = '[evidence](evidence/README.md)'

/** In the order in which they are asked. */
export const auditorTopics: readonly AuditorTopic[] = [
  { topic: 'authentication', question: 'How are users authenticated?', see: [accessPage], facts: authentication },
  { topic: 'access', question: 'How is access controlled?', see: [accessPage, reviewsPage], facts: access },
  {
    topic: 'privileged-users',
    question: 'How are privileged users managed?',
    see: [accessPage, reviewsPage],
    facts: privilegedUsers,
  },
  { topic: 'request-logging', question: 'How are requests logged?', see: [monitoringPage], facts: requestLogging },
  {
    topic: 'log-retention',
    question: 'How long are logs kept?',
    see: [monitoringPage, settingsPage],
    facts: logRetention,
  },
  {
    topic: 'secret-redaction',
    question: 'How are secrets kept out of logs?',
    see: [monitoringPage],
    facts: secretRedaction,
  },
  {
    topic: 'tamper-protection',
    question: 'How is the audit log protected from being changed?',
    see: [evidencePage, monitoringPage],
    facts: tamperProtection,
  },
]

const roles = ({ model }: PageContext) => [...model.roles.values()].map(({ value }) => value)

function authentication(context: PageContext): readonly string[] {
  const all = roles(context)
  if (all.length === 0) return []
  const needed = all.filter(({ mfaRequired }) => mfaRequired === true)
  const without = all.filter(({ privileged, mfaRequired }) => privileged === true && mfaRequired !== true)
  return [
    `A second factor is required by ${needed.length} of ${plural(all.length, 'role')}${needed.length === 0 ? '' : `: ${listOf(needed.map(({ title }) => inlineText(title)))}`}`,
    ...(without.length === 0
      ? []
      : [`**Privileged roles that do not require one:** ${listOf(without.map(({ title }) => inlineText(title)))}`]),
  ]
}

function access(context: PageContext): readonly string[] {
  const { model } = context
  if (roles(context).length === 0) return []
  return [
    `${plural(model.roles.size, 'role')}, ${plural(model.accessMatrix.length, 'line')} of the access matrix`,
    `${plural(model.sodPairs.size, 'pair')} of roles that nobody may hold together`,
    `${plural(model.accessReviews.size, 'access review')} on record`,
  ]
}

function privilegedUsers(context: PageContext): readonly string[] {
  const { asOf } = context.assessment.basis
  return roles(context)
    .filter(({ privileged }) => privileged === true)
    .map(({ id, title, maxAssignment, grantApprovers = [] }) => {
      const holders = holdersOf(context.model, id, asOf).length
      const term = maxAssignment === undefined ? '' : `, given for at most ${durationInWords(maxAssignment)}`
      const by = grantApprovers.length === 0 ? '' : `, granted by ${listOf(grantApprovers.map(context.who))}`
      return `${inlineText(title)}: held by ${holders}${term}${by}`
    })
}

const logClasses = ({ model }: PageContext) =>
  model.monitorings.flatMap(({ value }) => value.logStandard?.classes ?? [])

type LogClass = NonNullable<NonNullable<Monitoring['logStandard']>['classes']>[number]

const forEach = (context: PageContext, say: (one: LogClass) => string | undefined): readonly string[] =>
  logClasses(context).flatMap((one) => {
    const said = say(one)
    return said === undefined ? [] : [`${inlineText(one.title)}: ${said}`]
  })

function requestLogging({ model }: PageContext): readonly string[] {
  return model.monitorings.flatMap(({ value: { logStandard } }) =>
    logStandard === undefined
      ? []
      : [
          `Every event has: ${listOf(logStandard.fields.map((field) => field.replaceAll('-', ' ')))}`,
          ...(logStandard.reviewEvery === undefined ? [] : [`Looked at every ${everyOr(logStandard.reviewEvery)}`]),
        ],
  )
}

function logRetention(context: PageContext): readonly string[] {
  const kept = context.model.programs.flatMap(({ value }) => value.evidenceRetention ?? [])
  return [
    ...forEach(context, ({ keep }) => `kept for ${durationInWords(keep)}`),
    ...kept
      .filter(({ evidence }) => evidence === 'access-log')
      .map(({ keep }) => `Access logs as evidence: kept for ${durationInWords(keep)}`),
  ]
}

const secretRedactionWords = ({ redaction }: LogClass): string | undefined =>
  redaction === undefined ? undefined : inlineText(redaction)

function secretRedaction(context: PageContext): readonly string[] {
  return forEach(context, secretRedactionWords)
}

/** Our own log of evidence is one of the logs that is asked about. */
function tamperProtection(context: PageContext): readonly string[] {
  const { checkpoint } = context.pin
  const note = checkpoint === undefined ? undefined : parseCheckpoint(checkpoint)
  const own =
    note === undefined
      ? 'Evidence log of this program: there is none'
      : `Evidence log of this program: append-only, all records in one Merkle tree (RFC 6962), its checkpoint ${note.signatures.length === 0 ? '**not signed**' : 'signed'}; [how to check it](evidence/README.md)`
  return [
    own,
    ...forEach(context, ({ immutable, forwardedTo }) =>
      immutable === undefined
        ? undefined
        : `${immutable === 'none' ? '**whoever administers it can change it**' : immutable.replaceAll('-', ' ')}${forwardedTo === undefined ? '' : `, forwarded to ${inlineText(forwardedTo)}`}`,
    ),
  ]
}
