/** What may go wrong with a log or be done to it, and what has to come of it. Each row has tests named after it: `fault NN: ...`. */
export interface Fault {
  readonly row: number
  readonly fault: string
  readonly expected: string
  /** Why there is no test: decided for later. */
  readonly later?: string
}

export const faults: readonly Fault[] = [
  {
    row: 1,
    fault: 'kill -9 at any point of append',
    expected: 'remote is old or new head, never between; re-run adds each record once',
  },
  {
    row: 2,
    fault: 'an input or output error, or a full disk, at each step',
    expected: 'no push; exit 5 or 3; the remote unchanged; the spool kept, or the loss named',
  },
  {
    row: 3,
    fault: 'network cut after the server accepted the push',
    expected: 'next try finds its leaves, adds nothing, exit 0',
  },
  {
    row: 4,
    fault: '8 writers at once',
    expected: 'all records once; each waits at most the cap; else exit 5 with spool',
  },
  { row: 5, fault: 'first-commit race (ref does not exist)', expected: 'one root commit; the loser appends on it' },
  {
    row: 6,
    fault: 'webhook delivered twice; job re-run (attempt 2)',
    expected: 'same key, same body: skipped, counted',
  },
  {
    row: 7,
    fault: 'same key, different body',
    expected: 'refused with 4 at write; in stored data `E_DUP` names both',
  },
  {
    row: 8,
    fault: 'webhook never delivered, cron skipped for 3 days',
    expected: 'next window starts at the logged watermark; gap closed and marked late',
  },
  {
    row: 9,
    fault: 'source page missing / rate limited mid-window',
    expected: 'window logged `incomplete`; coverage gap until closed',
  },
  {
    row: 10,
    fault: 'writer clock 2 h ahead / behind',
    expected:
      '`W_SKEW` against the last anchor; order is by index; recorded after a covering anchor and ten minutes is `E_TIME`',
  },
  { row: 11, fault: 'occurredAt in the future or before 2000', expected: 'refused at write' },
  { row: 12, fault: 'back-filled record (occurred 60 d ago)', expected: 'kept, `late: 60d` in report, bracket shown' },
  {
    row: 13,
    fault: 'one bit flipped in a segment blob (tree rewritten to match)',
    expected: '`E_ROOT` names the file and, where the edge allows, the records',
  },
  {
    row: 14,
    fault: 'one bit flipped in a git object on disk',
    expected: 'exit 3 and what git says: unreadable is not tampered',
  },
  { row: 15, fault: 'segment truncated, last newline missing', expected: '`E_SEGMENT`' },
  { row: 16, fault: 'record removed / inserted / two swapped / line edited', expected: '`E_SIZE` or `E_ROOT`' },
  {
    row: 17,
    fault: 'last k records removed and checkpoint re-used from then (rollback)',
    expected: '`E_ROLLBACK` from any pin, anchor or witness',
  },
  {
    row: 18,
    fault: 'history rewritten and re-signed with the true key',
    expected: '`E_FORK` from pin/anchor; fork-proof written',
  },
  { row: 19, fault: 'two heads shown to two readers (split view)', expected: 'witness/pin exchange gives `E_FORK`' },
  {
    row: 20,
    fault: 'force push accepted (ruleset off)',
    expected: 'next append refuses (exit 4); nightly names old and new head',
  },
  {
    row: 21,
    fault: 'branch deleted / ref missing',
    expected: '`E_REF_MISSING`, exit 4 where a pin exists, else 3; append never makes a log again that is pinned',
  },
  {
    row: 22,
    fault: 'log key replaced together with trust.policy',
    expected:
      'pins signed by the old key disagree with `keys.json` intervals: `E_KEY`; change visible in a reviewed PR',
  },
  { row: 23, fault: 'revoked key signs a new head', expected: '`E_KEY_REVOKED`' },
  {
    row: 24,
    fault: 'unsigned head pushed by someone with write access',
    expected:
      '`E_SIG`; nobody appends on top; recovery = `evidence repair --to <good commit>` as a *new* commit that restores the tree and logs the incident',
  },
  { row: 25, fault: 'signature lines: unknown key beside a good one / known key bad', expected: 'accepted / refused' },
  {
    row: 26,
    fault: 'CRLF or autocrlf checkout, zip download',
    expected: 'the objects verify; a checkout says that line endings changed, exit 3',
  },
  {
    row: 27,
    fault: 'NFC vs NFD login or title; homoglyph; bidi control',
    expected: 'different bytes = different keys; rendered with escapes',
  },
  {
    row: 28,
    fault: 'lone surrogate, NUL, duplicate JSON key, 1e400, `__proto__`, depth 10,000',
    expected: 'refused at write; in stored data `E_SCHEMA`, no crash',
  },
  {
    row: 29,
    fault: '65,535 / 65,536 byte record; 50 MB line in a segment',
    expected: 'taken / refused / `E_SEGMENT` with bounded memory',
  },
  { row: 30, fault: '100 MB payload', expected: 'refused with the limit in the message; nothing partial' },
  {
    row: 31,
    fault: 'shallow (depth 1), single-branch, blob:none clone',
    expected: 'full verify works; ancestry never asked; lazy fetch bounded',
  },
  {
    row: 32,
    fault: 'offline with blob:none clone',
    expected: 'exit 3, list of missing objects, no hang (`GIT_NO_LAZY_FETCH` where supported, else time limit)',
  },
  {
    row: 33,
    fault: '`git replace`, grafts, hostile `.git/config`, hooks, GIT_* environment',
    expected: 'ignored; same verdict',
  },
  { row: 34, fault: 'symlink, gitlink, executable, `..` or extra path in the tree', expected: '`E_PATH`' },
  {
    row: 35,
    fault: 'a tile of an export is wrong',
    expected: 'tiles are made on export: whoever reads the export notices; the log is not concerned',
  },
  {
    row: 36,
    fault: 'the tiles are gone',
    expected: 'tiles are made on export: made again from the entries, the same bytes',
  },
  { row: 37, fault: 'evidence of another repository (other origin) copied in', expected: '`E_ORIGIN`' },
  {
    row: 38,
    fault: 'valid record replayed under a new run',
    expected: 'same key: skipped; new key but same subject+payload: `W_REPLAY`',
  },
  {
    row: 39,
    fault: 'pull request from a fork runs the workflow',
    expected: 'no secret; dry run only; nothing appended',
  },
  { row: 40, fault: 'workflow edited in a branch to leak the key', expected: 'environment rule withholds the secret' },
  {
    row: 41,
    fault: 'secret in PR title, scanner message, URL query',
    expected: 'redacted before spool; test greps every git object for the canary',
  },
  { row: 42, fault: 'scanner (redaction) throws', expected: 'no write, exit 5' },
  {
    row: 43,
    fault: 'payload missing / altered / disposed',
    expected: '`E_PAYLOAD_MISSING` / `E_PAYLOAD_DIGEST` / ok with tombstone',
  },
  {
    row: 44,
    fault: 'S3 anchor older or newer than log; bucket unreachable',
    expected: '`E_ROLLBACK` if newer than log; unreachable = exit 3 only if required by policy',
    later: 'S3 anchors are not built; the anchor port takes them',
  },
  {
    row: 45,
    fault: 'TSA token for other bytes, expired TSA certificate',
    expected: 'mismatch = `E_ANCHOR`; expired but valid at its own time = ok, noted',
  },
  { row: 46, fault: 'more than 1,000 anchors', expected: 'paginated; newest found' },
  { row: 47, fault: 'Markdown, HTML, ANSI injection through titles', expected: 'escaped in documents and terminal' },
  { row: 48, fault: 'repository renamed or transferred', expected: 'origin unchanged; still verifies' },
  {
    row: 49,
    fault: '20 tries exhausted, push quota (6/min) exceeded',
    expected: 'exit 5, spool artifact, next run drains it first',
  },
  {
    row: 50,
    fault: 'two log formats (v1 reader, v2 record)',
    expected: 'unknown `predicateType` kept and hashed; unknown layout version refused',
  },
  {
    row: 51,
    fault: 'GH013 (signatures or PR required on all branches)',
    expected: 'a clear message that names the rule',
  },
  { row: 52, fault: 'SHA-1 collision in git objects', expected: 'Merkle log is SHA-256 over bytes, so still `E_ROOT`' },
  { row: 53, fault: 'clock or locale of verifier (TZ, LC_ALL, DST)', expected: 'byte-identical report' },
  {
    row: 54,
    fault: 'documents on `main` rendered from an unanchored head, then log rewritten',
    expected: 'pin differs: `E_FORK`, document named',
  },
]
