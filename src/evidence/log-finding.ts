/** What is wrong with a log. Public: never reused, never given a new meaning. Each is an integrity failure, exit status 4. */
export type LogFindingCode =
  | 'E_PATH' // a file, link, mode or fixed content that a log does not have
  | 'E_SEGMENT' // a segment is missing, cut or not in lines
  | 'E_SIZE' // another number of records than the checkpoint says
  | 'E_ROOT' // the records do not give the root of the checkpoint
  | 'E_EDGE' // `edge` is not the right edge of the records
  | 'E_CHECKPOINT' // not a checkpoint at all
  | 'E_SIG' // not signed, or a trusted key signed something else
  | 'E_KEY' // signed by a key that is not trusted, or not for a log of this size
  | 'E_KEY_REVOKED' // signed by a key that was revoked before
  | 'E_ORIGIN' // the log of something else
  | 'E_SCHEMA' // a record that breaks the contract
  | 'E_DUP' // one fact recorded twice
  | 'E_ATTACHMENT' // missing, changed, or belonging to no record
  | 'E_ROLLBACK' // shorter than a pin
  | 'E_FORK' // another history than a pin
  | 'E_PROOF' // a proof file that is none
  | 'E_REF_MISSING' // no log although something is pinned

export interface LogFinding {
  readonly code: LogFindingCode
  /** The file of the log, or the source of the pin. */
  readonly file: string
  readonly message: string
  /** Index of the record, where one is meant. */
  readonly index?: number
}
