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
  }
}
