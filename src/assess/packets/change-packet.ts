import { dayOf } from '../../model/days.ts'
import type { EvidenceAccount } from '../../model/evidence.ts'
import { nameOf } from '../../model/evidence-index.ts'
import { isInForce } from '../../model/exception-term.ts'
import type { ForgeAccount, PullRequestFacts } from '../../model/facts.ts'
import type { LogRecord } from '../../model/log-record.ts'
import type { Sample } from '../../model/sample.ts'
import { readPullRequestFacts } from '../../read/read-facts.ts'
import { emergencyReview, emergencyReviewInWords } from '../emergency-review.ts'
import { notDetermined, type PacketMaterials, type PacketSection, section } from './packet.ts'
import { type RecordedDecisionDocument, readDecision } from './read-decision.ts'

type MergeRecord = Extract<LogRecord, { readonly kind: 'change.merged' }>
type DeploymentRecord = Extract<LogRecord, { readonly kind: 'deployment' }>

/** What is told of a change, and the records that it rests on. */
export interface ToldChange {
  readonly inShort: readonly string[]
  readonly sections: readonly PacketSection[]
  readonly records: readonly number[]
}

/** The merge of a pull request: who asked, wrote, approved, checked, merged and deployed it, each with what shows it. */
export function tellMerge(merge: MergeRecord, sample: Sample, materials: PacketMaterials): ToldChange {
  const { facts, why } = factsOf(merge, materials)
  const decision = decisionOf(merge, materials)
  const names = namer(materials)
  const deployments = deploymentsOf(merge.data.mergeSha, materials)
  const around = materials.log.filter(
    (record) =>
      record.kind === 'change.unreviewed' && [...merge.data.landed, merge.data.mergeSha].includes(record.data.commit),
  )
  return {
    inShort: inShort(merge, names, deployments),
    sections: [
      requestSection(merge, facts, materials, names),
      writersSection(merge, facts, why, names),
      reviewsSection(merge, facts, why, decision, names),
      checksSection(facts, why),
      mergeSection(merge, names),
      rulesSection(merge, decision),
      separationSection(merge, deployments, names),
      deploymentsSection(deployments, names),
      exceptionsSection(merge, sample, materials),
    ],
    records: [
      merge.index,
      ...decisionsOn(merge, materials),
      ...around.map(({ index }) => index),
      ...deployments.map(({ index }) => index),
      ...reviewRecord(merge, materials),
    ],
  }
}

type Names = ReturnType<typeof namer>

/** People by their name in the program, with login and id of the account: the login may be somebody else's tomorrow. */
export function namer({ model }: Pick<PacketMaterials, 'model'>) {
  return {
    account(one: EvidenceAccount | null): string {
      if (one === null) return notDetermined('the log does not name an account')
      const name = nameOf(model, one)
      return name === one.login ? `${one.login} (account ${one.id})` : `${name} (${one.login}, account ${one.id})`
    },
    forge(one: ForgeAccount | null): string {
      return one === null
        ? notDetermined('the account is gone')
        : `${this.account({ id: String(one.id), login: one.login })}${one.type === 'bot' ? ', a machine' : ''}`
    },
  }
}

function inShort({ data }: MergeRecord, names: Names, deployments: readonly DeploymentRecord[]): readonly string[] {
  const { pull, verdict, counted, mergedBy, mergedAt, separation } = data
  const approvers = [...new Set(counted.map((one) => names.account(one)))]
  const who =
    approvers.length === 0
      ? `Nobody's approval of pull request #${pull} counted.`
      : `Pull request #${pull} was approved by ${approvers.join(' and ')}.`
  const gate = {
    approved: 'The gate approved the merge.',
    pending: 'It was merged while approvals were missing.',
    refused: 'It was merged although the gate refused it.',
    'not-determined': 'Whether it was approved could not be determined.',
  }[verdict]
  return [
    who,
    gate,
    `It was merged on ${mergedAt} by ${names.account(mergedBy)}.`,
    separationWords[separation],
    deployments.length === 0 ? 'No deployment of it is recorded.' : `Deployments recorded: ${deployments.length}.`,
  ]
}

const separationWords: Readonly<Record<MergeRecord['data']['separation'], string>> = {
  pass: 'No approver deployed it: approver and deployer are different people.',
  fail: 'An approver also deployed it.',
  'not-applicable': 'No rule compares approver and deployer at the merge.',
  'not-determined': 'Whether an approver deployed it is not determined.',
}

function factsOf(
  merge: MergeRecord,
  { attachment }: PacketMaterials,
): { readonly facts: PullRequestFacts | undefined; readonly why: string } {
  const bytes = attachmentNamed(merge, 'facts.json', attachment)
  if (bytes === undefined) return { facts: undefined, why: 'the facts that the record attaches are not here' }
  const reading = readPullRequestFacts(Buffer.from(bytes).toString('utf8'))
  return reading.ok
    ? { facts: reading.facts, why: '' }
    : { facts: undefined, why: 'this version cannot read the facts that the record attaches' }
}

const decisionOf = (merge: MergeRecord, { attachment }: PacketMaterials): RecordedDecisionDocument | undefined => {
  const bytes = attachmentNamed(merge, 'decision.json', attachment)
  return bytes === undefined ? undefined : readDecision(bytes)
}

function attachmentNamed(record: LogRecord, name: string, attachment: PacketMaterials['attachment']) {
  const found = record.attachments.find((one) => one.name === name)
  return found === undefined ? undefined : attachment(found.sha256)
}

function requestSection(
  { data }: MergeRecord,
  facts: PullRequestFacts | undefined,
  { model, history }: PacketMaterials,
  names: Names,
): PacketSection {
  const opened: readonly (readonly [string, string])[] =
    facts === undefined
      ? []
      : [
          ['Pull request opened', `${facts.pull.createdAt}, by ${names.forge(facts.pull.author)}`],
          ...(facts.pull.requestedBy === null ? [] : [['Asked for by', names.forge(facts.pull.requestedBy)] as const]),
        ]
  const rows = data.changeRequests.map((id) => {
    const request = model.changes.get(id)?.value
    const submitted = history
      .get(id)
      ?.find(({ value }) => (value?.data as { readonly status?: unknown } | undefined)?.status === 'submitted')
    return [
      id,
      request?.title ?? notDetermined('the program has no such record any more'),
      request === undefined ? '' : `${request.category}, ${request.status}`,
      request === undefined
        ? ''
        : `${request.requestedAt}, ${model.people.get(request.requestedBy)?.value.name ?? request.requestedBy}`,
      submitted === undefined
        ? notDetermined('no version of it says so')
        : `${submitted.commit.committedAt}, commit ${submitted.commit.sha.slice(0, 12)}`,
    ]
  })
  return section(
    'Request',
    [['Title', data.title], ['Category', data.category ?? 'none: it names no change request'], ...opened],
    {
      table: {
        columns: [
          'Change request',
          'Title',
          'Category and status',
          'Requested (as written)',
          'Submitted on the branch',
        ],
        rows,
      },
      notes: data.changeRequests.length === 0 ? ['It names no change request.'] : [],
    },
  )
}

function writersSection(
  { data }: MergeRecord,
  facts: PullRequestFacts | undefined,
  why: string,
  names: Names,
): PacketSection {
  const title = 'Who wrote it'
  const author = ['Author of the pull request', names.account(data.author)] as const
  if (facts?.commits.known === true) {
    return section(title, [author], {
      table: {
        columns: ['Commit', 'Author', 'Committer', 'Co-authors', 'Signature'],
        rows: facts.commits.value.map(({ sha, parties, signatureVerified }) => {
          const as = (part: string) =>
            parties.filter((one) => one.as === part).map(({ account }) => names.forge(account))
          return [
            sha.slice(0, 12),
            as('author').join(', ') || 'none named',
            as('committer').join(', ') || 'none named',
            as('co-author').join(', ') || 'none',
            signatureVerified ? 'verified by the forge' : 'not verified',
          ]
        }),
      },
    })
  }
  const unread = facts === undefined ? why : facts.commits.known ? '' : facts.commits.why
  const parts = (data.parts ?? []).filter((part) => part.as !== 'merger')
  return section(title, [author], {
    table: { columns: ['Account', 'Part'], rows: parts.map((part) => [names.account(part), part.as]) },
    notes: [`The commits one by one are ${notDetermined(unread)}.`],
  })
}

function reviewsSection(
  { data }: MergeRecord,
  facts: PullRequestFacts | undefined,
  why: string,
  decision: RecordedDecisionDocument | undefined,
  names: Names,
): PacketSection {
  const title = 'Who approved which commit, and when'
  const columns = ['Reviewer', 'Review', 'Commit', 'Submitted (UTC)', 'Counted', 'Why']
  const reasons = new Map(data.notCounted.map(({ id, reason }) => [id, reason]))
  const head = ['Commit that was merged', data.headSha] as const
  const place = (commit: string | null) =>
    commit === null
      ? notDetermined('the forge does not say')
      : commit === data.headSha
        ? `${commit.slice(0, 12)}, the one that was merged`
        : `${commit.slice(0, 12)}, another than was merged`
  if (facts?.reviews.known === true) {
    const judged = new Map((decision?.reviewers ?? []).map((row) => [row.review, row]))
    const countedIds = new Set(data.counted.map(({ reviewId }) => reviewId))
    return section(title, [head], {
      table: {
        columns,
        rows: facts.reviews.value.map(({ id, by, state, commit, submittedAt }) => {
          const row = judged.get(String(id))
          const counted = countedIds.has(String(id)) ? 'yes' : (row?.counted ?? 'no')
          const reason =
            counted === 'yes'
              ? row === undefined || row.countedFor.length === 0
                ? 'counted'
                : `for ${row.countedFor.join(', ')}`
              : (reasons.get(by === null ? null : String(by.id)) ??
                'another review of the person speaks, or it is no approval')
          return [names.forge(by), state, place(commit), submittedAt ?? 'not known', counted, reason]
        }),
      },
      notes: facts.reviews.value.length === 0 ? ['Nobody reviewed it.'] : [],
    })
  }
  const unread = facts === undefined ? why : facts.reviews.known ? '' : facts.reviews.why
  return section(title, [head], {
    table: {
      columns,
      rows: [
        ...data.counted.map((one) => [
          names.account(one),
          'approved',
          place(one.commit),
          one.submittedAt,
          'yes',
          'counted',
        ]),
        ...data.notCounted.map(({ id, login, reason }) => [
          id === null || login === null ? notDetermined('no account') : names.account({ id, login }),
          '',
          '',
          '',
          'no',
          reason,
        ]),
      ],
    },
    notes: [
      ...(data.counted.length === 0 ? ['No approval counted.'] : []),
      `This is what the record holds; the reviews one by one are ${notDetermined(unread)}.`,
    ],
  })
}

function checksSection(facts: PullRequestFacts | undefined, why: string): PacketSection {
  const title = 'Checks on the merged commit'
  if (facts?.checks.known === true) {
    return section(title, [], {
      table: {
        columns: ['Check', 'Result', 'By', 'At (UTC)'],
        rows: facts.checks.value.map(({ name, state, app, by, at }) => [
          name,
          state,
          app ?? by?.login ?? 'not known',
          at ?? 'not known',
        ]),
      },
      notes: facts.checks.value.length === 0 ? ['The forge names no check on it.'] : [],
    })
  }
  const unread = facts === undefined ? why : facts.checks.known ? '' : facts.checks.why
  return section(title, [['Checks', notDetermined(unread)]])
}

function mergeSection({ data }: MergeRecord, names: Names): PacketSection {
  return section('Merge', [
    ['Merged by', names.account(data.mergedBy)],
    ['Merged at (UTC)', data.mergedAt],
    ['Method', data.method === 'unknown' ? notDetermined('the history does not show it') : data.method],
    ['Branch', data.baseRef],
    ['Head commit', data.headSha],
    ['Branch before', data.baseShaBefore],
    ['Merge commit', data.mergeSha],
    ['Commits that it put on the branch', data.landed.join(', ')],
  ])
}

function rulesSection({ data }: MergeRecord, decision: RecordedDecisionDocument | undefined): PacketSection {
  const applied = decision?.rules.map(({ rule, verdict }) => [rule, verdict])
  return section(
    'What the gate said',
    [
      ['Verdict', data.verdict],
      ['Rules and people of commit', data.baseShaBefore],
      ['Judged as', (data.judgedAs ?? []).join(', ') || notDetermined('the record does not say')],
      ['Decided by', data.engine],
      ['Decision (SHA-256)', data.decisionDigest],
      ['Facts (SHA-256)', data.factsDigest],
    ],
    {
      table: {
        columns: ['Rule', 'Verdict'],
        rows: applied ?? (data.rules ?? []).map((rule) => [rule, notDetermined('the decision is not here')]),
      },
      notes: data.verdict === 'approved' ? [] : data.reasons,
    },
  )
}

function separationSection(
  { data }: MergeRecord,
  deployments: readonly DeploymentRecord[],
  names: Names,
): PacketSection {
  return section('Approver and deployer', [
    ['At the merge', separationWords[data.separation]],
    ...deployments.map(
      (one) =>
        [
          `In ${one.data.environment}, record ${one.index}`,
          `${separationWords[one.data.separation]} Deployed by ${[...new Set(one.data.deployers.map(names.account))].join(', ') || notDetermined('the log names nobody')}.`,
        ] as const,
    ),
  ])
}

export function deploymentsSection(deployments: readonly DeploymentRecord[], names: Names): PacketSection {
  return section('Where and when it was deployed', [], {
    table: {
      columns: ['Environment', 'At (UTC)', 'Deployed by', 'Commit', 'Verdict', 'Record'],
      rows: deployments.map(({ index, data }) => [
        data.environment,
        data.createdAt,
        data.deployers.map((one) => `${names.account(one)} as ${one.as}`).join(', ') ||
          notDetermined('nobody is named'),
        `${data.sha.slice(0, 12)}${data.rollback ? ' (rollback)' : ''}`,
        data.verdict,
        String(index),
      ]),
    },
    notes:
      deployments.length === 0
        ? ['No deployment that names it is recorded. Whether it runs anywhere is not determined from this log.']
        : [],
  })
}

/** Deployments that say they brought a commit, in the order of the log. */
export const deploymentsOf = (sha: string, { log }: Pick<PacketMaterials, 'log'>): readonly DeploymentRecord[] =>
  log.filter(
    (record): record is DeploymentRecord =>
      record.kind === 'deployment' &&
      (record.data.sha === sha || record.data.changes.some(({ mergeSha }) => mergeSha === sha)),
  )

function exceptionsSection(
  merge: MergeRecord,
  sample: Sample,
  { model, log, timezone }: PacketMaterials,
): PacketSection {
  const day = dayOf(merge.data.mergedAt, timezone)
  const rules = new Set<string>(merge.data.rules ?? [])
  const own = [...model.exceptions.values()]
    .map(({ value }) => value)
    .filter(({ control, rule }) => control === sample.control.id || (rule !== undefined && rules.has(rule)))
    .filter((exception) => isInForce(exception, day))
  const review = emergencyReview(merge, log, model, timezone)
  return section(
    'Exception, and review after an emergency',
    [['Review afterwards', emergencyReviewInWords(review, (index) => `record ${index}`)]],
    {
      table: {
        columns: ['Exception', 'Title', 'Of', 'From', 'Last day'],
        rows: own.map(({ id, title, control, rule, start, expires }) => [
          id,
          title,
          control ?? rule ?? '',
          start,
          expires ?? 'none',
        ]),
      },
      notes: own.length === 0 ? ['No exception for this control was in force on the day of the merge.'] : [],
    },
  )
}

const reviewRecord = (merge: MergeRecord, { log, model, timezone }: PacketMaterials): readonly number[] => {
  const review = emergencyReview(merge, log, model, timezone)
  return review.kind === 'done' ? [review.record] : []
}

/** The newest decisions of the gate about the merged commit, before the merge. */
function decisionsOn({ data, index }: MergeRecord, { log }: PacketMaterials): readonly number[] {
  return log
    .filter(
      (record) =>
        record.kind === 'change.decision' &&
        record.index < index &&
        record.data.pull === data.pull &&
        record.data.headSha === data.headSha,
    )
    .slice(-3)
    .map((record) => record.index)
}
