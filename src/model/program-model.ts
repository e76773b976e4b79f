import type { AlertFile } from './alert-file.ts'
import type { Located } from './location.ts'
import type { Problem } from './problem.ts'
import type { Collections, IdKind, RecordKind, RecordOfKind } from './records.ts'

/** A file as it was found. Unreadable is a value: it becomes a problem, never an absence. */
export type SourceFile =
  | { readonly path: string; readonly bytes: Uint8Array }
  | {
      readonly path: string
      /** What is wrong, without a full stop: a sentence, or what follows `The file`. */
      readonly unreadable: string
      readonly remedy: string
      /** Whether it was left alone because of its size. */
      readonly tooLarge?: boolean
    }

/** One YAML document that is a record, with its place. */
export type ProgramRecord = {
  readonly [K in RecordKind]: Located<RecordOfKind[K]> & { readonly kind: K }
}[RecordKind]

/** That an id was given, once for each time it was: the list holds duplicates, the maps below hold the first. */
export interface DeclaredId {
  readonly id: string
  readonly kind: IdKind
  readonly owner: Located<{ readonly id: string }>
}

/** A plain scalar that readers of YAML take for different values, for example `1.10`, `no` or `0o17`. */
export interface AmbiguousScalar {
  /** As a person wrote it. */
  readonly source: string
  readonly why: string
}

/** The whole program as it stands in one tree of files. Maps keep the order of path, then of place in the file. */
export interface ProgramModel extends Collections {
  readonly records: readonly ProgramRecord[]
  readonly declaredIds: readonly DeclaredId[]
  /** Text of each policy, by the path of its Markdown file. A file that could not be read is not in here. */
  readonly bodies: ReadonlyMap<string, string>
  /** Files of alerting rules, by path; none of them is a record. */
  readonly alertFiles: readonly AlertFile[]
  /** Scalars of the records that another reader would take for something else. */
  readonly ambiguousScalars: readonly Located<AmbiguousScalar>[]
  /**
   * Ids that stand in files or records with problems, and paths of texts that cannot be read. What they name is not in
   * the maps; a reference to one is neither right nor wrong.
   */
  readonly malformedIds: ReadonlySet<string>
}

/** A program that was read: what is well formed, and everything that is not. */
export interface ProgramReading {
  readonly model: ProgramModel
  readonly problems: readonly Problem[]
}
