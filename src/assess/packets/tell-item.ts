import type { LogRecord } from '../../model/log-record.ts'
import type { SampleItem } from '../../model/sample.ts'
import { deploymentsOf, deploymentsSection, namer, type ToldChange, tellMerge } from './change-packet.ts'
import { notDetermined, type PacketMaterials, type PacketSection, type PacketSubject, section } from './packet.ts'

type UnreviewedRecord = Extract<LogRecord, { readonly kind: 'change.unreviewed' }>
type DeploymentRecord = Extract<LogRecord, { readonly kind: 'deployment' }>

/**
 * What the log and the program say of an item, whatever it is.
 * @param recordAt the record at a place in the log
 */
export function tellItem(
  { sample, item }: PacketSubject,
  materials: PacketMaterials,
  recordAt: (index: number) => LogRecord | undefined,
): ToldChange {
  const records = item.records.flatMap((index) => recordAt(index) ?? [])
  const merge = records.find((record) => record.kind === 'change.merged')
  const around = records.find((record) => record.kind === 'change.unreviewed')
  const deployment = records.find((record) => record.kind === 'deployment')
  const told =
    merge?.kind === 'change.merged'
      ? tellMerge(merge, sample, materials)
      : around?.kind === 'change.unreviewed'
        ? tellUnreviewed(around, materials)
        : deployment?.kind === 'deployment'
          ? tellDeployment(deployment, materials)
          : ['changes', 'emergency-changes'].includes(sample.population.name)
            ? tellUnknown(item)
            : tellOther(records, materials)
  return {
    inShort: told.inShort,
    sections: [...told.sections, factsOf(item)],
    records: [...new Set([...told.records, ...item.records, ...correctionsOf(told.records, materials)])].sort(
      (a, b) => a - b,
    ),
  }
}

/** The row of the population, as it was counted. */
const factsOf = (item: SampleItem): PacketSection =>
  section('The item as it stands in the population', [
    ['Item', item.key],
    ['Day', item.day ?? notDetermined('its source does not say')],
    ...item.facts.map(({ name, value }) => [name, value] as const),
  ])

function tellUnreviewed(record: UnreviewedRecord, materials: PacketMaterials): ToldChange {
  const { commit, branch, pull, committer, reason, committedAt } = record.data
  const names = namer(materials)
  const deployments = deploymentsOf(commit, materials)
  const claim = materials.commits.find(({ sha }) => sha === commit)
  return {
    inShort: [
      pull === null
        ? `Nobody approved this commit: it came to ${branch} without a pull request that the log knows.`
        : `Nobody's approval of this commit is proven: pull request #${pull} was merged without it.`,
      `An audit of ${branch} found it, recorded on ${record.recordedAt}.`,
      deployments.length === 0 ? 'No deployment of it is recorded.' : `Deployments recorded: ${deployments.length}.`,
    ],
    sections: [
      section('What came to the branch', [
        ['Commit', commit],
        ['Branch', branch],
        ['Message', claim?.subject ?? notDetermined('the commit is not here')],
        ['Author (as git names the author)', claim?.authorName ?? notDetermined('the commit is not here')],
        ['Committed at (as git says)', committedAt],
        ['Account of the forge', names.account(committer)],
        ['Pull request', pull === null ? 'none that the log knows' : `#${pull}`],
        ['Why it is a deviation', reason],
      ]),
      section('Who approved it', [['Approvals', 'Nobody. No approval of this commit is in the log.']]),
      deploymentsSection(deployments, names),
    ],
    records: [record.index, ...deployments.map(({ index }) => index)],
  }
}

function tellDeployment(record: DeploymentRecord, materials: PacketMaterials): ToldChange {
  const { environment, sha, previousSha, verdict, changes, reasons, createdAt } = record.data
  const names = namer(materials)
  const approvals = materials.log.filter(
    (one) => one.kind === 'environment.approval' && one.data.sha === sha && one.data.environment === environment,
  )
  return {
    inShort: [
      `${sha.slice(0, 12)} was deployed to ${environment} on ${createdAt}; the gate said ${verdict}.`,
      `It brought ${changes.length} changes.`,
    ],
    sections: [
      deploymentsSection([record], names),
      section('What it brought', [['Before it', previousSha ?? 'no earlier deployment is known']], {
        table: {
          columns: ['Change', 'Commit', 'Verdict', 'Approved by'],
          rows: changes.map(({ pull, mergeSha, verdict: own, approvers }) => [
            pull === null ? 'no pull request' : `#${pull}`,
            mergeSha.slice(0, 12),
            own,
            approvers.map(names.account).join(', ') || 'nobody',
          ]),
        },
        notes: verdict === 'approved' ? [] : reasons,
      }),
    ],
    records: [record.index, ...approvals.map(({ index }) => index)],
  }
}

function tellUnknown(item: SampleItem): ToldChange {
  return {
    inShort: [
      'The log has no record of this commit: who approved it is not determined.',
      ...item.facts.filter(({ name }) => name === 'Why').map(({ value }) => `Why: ${value}.`),
    ],
    sections: [
      section('Who approved it', [['Approvals', notDetermined('no record of the log speaks of this commit')]]),
    ],
    records: [],
  }
}

function tellOther(records: readonly LogRecord[], materials: PacketMaterials): ToldChange {
  return {
    inShort:
      records.length === 0
        ? ['No record of the log speaks of this item.']
        : [`${records.length === 1 ? 'One record' : `${records.length} records`} of the log speaks of this item.`],
    sections: records.flatMap((record) => told(record, materials)),
    records: records.map(({ index }) => index),
  }
}

/** What a record says of itself, where that is more than its kind. */
function told(record: LogRecord, { model }: PacketMaterials): readonly PacketSection[] {
  if (record.kind === 'attestation') {
    const { statement, person, standing, proof, outcome, coversFrom, coversTo, files } = record.data
    const who =
      person === null ? notDetermined('the statement names nobody') : (model.people.get(person)?.value.name ?? person)
    return [
      section(`What was stated: record ${record.index}`, [
        ['Statement', statement],
        ['By', who],
        [
          'Standing',
          standing === 'proven'
            ? `proven, by ${proof.replace('-', ' ')}`
            : 'claimed: nothing proves that this person stated it',
        ],
        ['Outcome', outcome],
        ['Covers', `${coversFrom} to ${coversTo}`],
        ['Recorded (UTC)', record.recordedAt],
        ['Files', files.map(({ name, sha256 }) => `${name} (sha256:${sha256})`).join(', ') || 'none'],
      ]),
    ]
  }
  if (record.kind !== 'collection.window') return []
  const { index, data } = record
  return [
    section(`Where it was read: record ${index}`, [
      ['System', data.system],
      ['Source', data.source],
      ['Parameters', data.query === '' ? 'all of it' : data.query],
      ['Read', data.form === 'snapshot' ? `the state at ${data.to}` : `what happened from ${data.from} to ${data.to}`],
      [
        'Items and pages',
        `${data.count} items on ${data.pages} pages${data.total === null ? '' : `; the source says ${data.total}`}`,
      ],
      ['Complete', data.complete ? 'yes' : 'no'],
      ['Items (SHA-256)', data.itemsDigest],
      ['Tool', data.toolVersion === null ? data.tool : `${data.tool} ${data.toolVersion}`],
    ]),
  ]
}

/** Corrections of the records, which say what holds instead. */
const correctionsOf = (records: readonly number[], { log }: PacketMaterials): readonly number[] =>
  log.flatMap((record) => (record.kind === 'correction' && records.includes(record.data.index) ? [record.index] : []))
