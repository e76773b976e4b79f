import type { LogRecord } from '../model/log-record.ts'

const short = (sha: string) => sha.slice(0, 12)

/** Names a record as a person would: `pull request 12`, `deployment of 1a2b3c4d5e6f to production`. */
export function describeRecord(record: LogRecord): string {
  switch (record.kind) {
    case 'log.created':
      return 'the beginning of the log'
    case 'change.merged':
      return `pull request ${record.data.pull}`
    case 'change.decision':
      return `decision on pull request ${record.data.pull}`
    case 'change.unreviewed':
      return `commit ${short(record.data.commit)} without an approved pull request`
    case 'deployment':
      return `deployment of ${short(record.data.sha)} to ${record.data.environment}`
    case 'audit.window':
      return `audit of ${record.data.branch}`
    case 'collection.window':
      return `${record.data.dataset} of ${record.data.system}, read up to ${record.data.to}`
    case 'scan.result':
      return `scan of ${record.data.system} by ${record.data.tool}`
    case 'test.result':
      return `test run of ${record.data.system}`
    case 'coverage.result':
      return `test coverage of ${record.data.system}`
    case 'statement.imported':
      return `statement about ${record.data.system} (${record.data.predicateType})`
    case 'attestation':
      return `statement of ${record.data.person ?? 'somebody'} for ${record.data.coversFrom} to ${record.data.coversTo}`
    case 'environment.approval':
      return `${record.data.state} run ${record.data.runId} for ${record.data.environment}`
    case 'role.changed':
      return `${record.data.role} ${record.data.change} for ${record.data.person}`
    case 'anchor.recorded':
      return `anchor over the first ${record.data.size} records by ${record.data.authority}`
    case 'key.rotated':
      return 'change of the key of the log'
    case 'key.revoked':
      return 'revocation of a key of the log'
    case 'correction':
      return `correction of record ${record.data.index}`
    case 'sample.drawn':
      return `sample of ${record.data.drawn} of ${record.data.count} ${record.data.population} for ${record.data.control}, ${record.data.from} to ${record.data.to}`
    case 'payload.disposed':
      return `disposal of ${record.data.name} of record ${record.data.index}`
    case 'log.repaired':
      return 'repair of the log'
    case 'log.closed':
      return 'end of the log'
  }
}
