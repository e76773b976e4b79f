import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { shortened } from '../model/markdown-text.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { verdictWords } from './decision-tree.ts'
import { printable } from './printable.ts'

type Outcome = 'same' | 'different' | 'not-determined'

export interface ReplayToPrint {
  readonly rows: readonly {
    readonly index: number
    readonly kind: string
    readonly pull: number
    readonly recordedAt: string
    readonly recorded: GateVerdict
    readonly outcome: Outcome
    readonly verdict: GateVerdict | undefined
    readonly remarks: readonly string[]
  }[]
  readonly deployments: number
  readonly notes: readonly string[]
}

const words: Readonly<Record<Outcome, string>> = {
  same: 'same',
  different: 'DIFFERENT',
  'not-determined': 'not determined',
}

/** Something that differs is worse than something that could not be decided; nothing decided again is no proof of anything. */
export function statusOfReplay({ rows }: ReplayToPrint): ExitStatus {
  if (rows.some(({ outcome }) => outcome === 'different')) return exitStatus.violated
  return rows.length > 0 && rows.every(({ outcome }) => outcome === 'same') ? exitStatus.ok : exitStatus.notDetermined
}

/** One line a record, and below it what differs; the sum first. */
export function replayText({ rows, deployments, notes }: ReplayToPrint): string {
  const line = (text: string) => printable(shortened(text.replace(/[\r\n\t]+/g, ' '), 800))
  const lines = [
    sum(rows),
    ...rows.flatMap(({ index, kind, pull, recordedAt, recorded, outcome, verdict, remarks }) => [
      line(
        `record ${index}: #${pull} ${kind} of ${recordedAt}: ${words[outcome]}: ${verdictWords[recorded]}${verdict === undefined || verdict === recorded ? '' : `, now ${verdictWords[verdict]}`}`,
      ),
      ...remarks.map((remark) => line(`  ${remark}`)),
    ]),
    ...(deployments === 0 ? [] : [`${deployments} recorded deployments are not decided again.`]),
    ...notes.map(line),
  ]
  return `${lines.join('\n')}\n`
}

function sum(rows: ReplayToPrint['rows']): string {
  if (rows.length === 0) return 'Nothing was decided again: the log has no such decision.'
  const count = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome).length
  return `Decided again: ${count('same')} same, ${count('different')} different, ${count('not-determined')} not determined.`
}

/** The same as data: `schemas/gate-replay.json`. */
export const replayResult = ({ rows, deployments, notes }: ReplayToPrint): object => ({
  schema: 'countersign/gate-replay/v1',
  records: rows.map((row) => ({ ...row, remarks: row.remarks.map((remark) => shortened(remark, 2000)) })),
  deployments,
  notes,
})
