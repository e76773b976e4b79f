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
  | 'E_PAYLOAD_MISSING' // gone, and no record says that it was disposed of
  | 'E_PAYLOAD_DIGEST' // not what the record commits to
  | 'E_ROLLBACK' // shorter than a pin or an anchor
  | 'E_FORK' // another history than a pin or an anchor
  | 'E_ANCHOR' // an anchor that its receipt or its checkpoint does not bear out
  | 'E_TIME' // says it was recorded after it was anchored
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

/** What a reader of a log should know although nothing is wrong with it. Public like the codes of findings. */
export type LogWarningCode =
  | 'W_REPLAY' // one fact stored twice, under two keys
  | 'W_REPEAT' // one fact stored twice, saying the same: readers are given the first only
  | 'W_VERIFIER' // `verify.py` is missing, or not the one that this version ships
  | 'W_README' // the same of `README.md`

export interface LogWarning {
  readonly code: LogWarningCode
  readonly file: string
  readonly message: string
  readonly index?: number
}

/** Reports that something is wrong at a file, and with which record. */
export type ReportFinding = (code: LogFindingCode, file: string, message: string, index?: number) => void

const MOST_LISTED = 100

/** A list that counts on where it stops: a log of a million bad records is not a report of a million lines. */
export class Listed<Code extends string> {
  readonly items: { code: Code; file: string; message: string; index?: number }[] = []
  more = 0

  readonly add = (code: Code, file: string, message: string, index?: number): void => {
    if (this.items.length < MOST_LISTED)
      this.items.push({ code, file, message, ...(index === undefined ? {} : { index }) })
    else this.more += 1
  }
}
