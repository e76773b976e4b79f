import type { LogRecord } from '../../model/log-record.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { Sample, SampleItem } from '../../model/sample.ts'
import type { Revision } from '../../read/record-history.ts'
import type { BranchCommit } from '../populations/place-commits.ts'

/** What is known of one thing, in words; what is not known says so. Not escaped. */
export interface PacketFact {
  readonly name: string
  readonly value: string
}

export interface PacketTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A question about an item, and its answer. */
export interface PacketSection {
  readonly title: string
  readonly facts: readonly PacketFact[]
  readonly table: PacketTable | undefined
  /** Sentences below it: what is not known, and what a reader must not conclude. */
  readonly notes: readonly string[]
}

/** A record that the packet rests on, with the names of the files that prove it. */
export interface PacketRecord {
  readonly index: number
  readonly kind: string
  readonly what: string
  readonly occurredAt: string
  readonly recordedAt: string
  /** RFC 6962 leaf hash, hex. */
  readonly leafHash: string
  /** Attached to it: name and SHA-256. */
  readonly attachments: readonly { readonly name: string; readonly sha256: string }[]
}

/** Everything that the log and the program say about one item of a sample. */
export interface Packet {
  readonly schema: 'countersign/packet/v1'
  /** Name of its files, without ending: `001-edb85a673f88`. */
  readonly name: string
  readonly control: { readonly id: string; readonly title: string }
  readonly population: string
  readonly rank: number
  readonly key: string
  readonly title: string
  /** What became of it, first thing to read. */
  readonly inShort: readonly string[]
  readonly sections: readonly PacketSection[]
  readonly records: readonly PacketRecord[]
}

/** What packets are made from. */
export interface PacketMaterials {
  readonly model: ProgramModel
  readonly timezone: string
  readonly branch: string
  /** The records that the checkpoint covers. */
  readonly log: readonly LogRecord[]
  /** First-parent commits of the protected branch, oldest first. */
  readonly commits: readonly BranchCommit[]
  /** Revisions of records of the program by id, oldest first; empty where the caller has none. */
  readonly history: ReadonlyMap<string, readonly Revision[]>
  /** What a record attaches, by SHA-256; undefined where it is not known here. */
  readonly attachment: (sha256: string) => Uint8Array | undefined
}

/** One item of a sample, to be told. */
export interface PacketSubject {
  readonly sample: Sample
  readonly item: SampleItem
}

export const notDetermined = (why: string): string => `not determined: ${why}`

export const section = (
  title: string,
  facts: readonly (readonly [name: string, value: string])[],
  more: { readonly table?: PacketTable; readonly notes?: readonly string[] } = {},
): PacketSection => ({
  title,
  facts: facts.map(([name, value]) => ({ name, value })),
  table: more.table,
  notes: more.notes ?? [],
})
