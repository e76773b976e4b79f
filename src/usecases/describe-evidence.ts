import type { ForkCheck, ForkProof } from '../evidence/fork-proof.ts'
import type { LogFinding, LogWarning } from '../evidence/log-finding.ts'
import { verifierSha256 } from '../evidence/tree-layout.ts'
import { printable } from '../report/printable.ts'
import type { AppendResult } from './append-evidence.ts'
import type { Attested } from './attest.ts'
import type { AuditResult } from './audit-branch.ts'
import { describeAnchors } from './describe-anchors.ts'
import { describeProtection } from './describe-protection.ts'
import type { PastPins } from './past-pins.ts'
import type { DecisionsRecording } from './record-decisions.ts'
import type { MergedRecording } from './record-merged.ts'
import type { DeepVerification, EvidenceVerification } from './verify-evidence.ts'

const heading = { verified: 'verified', 'integrity-failure': 'NOT INTACT', 'not-determined': 'not determined' } as const

/** What was verified and against what, for a person. Ends in a line break. */
export function describeVerification(
  result: Omit<EvidenceVerification<unknown>, 'log'> & Partial<Pick<DeepVerification, 'history'>>,
): string {
  const { verification, findings, commit, policySource, lookedAt, history } = result
  const lines = [`Evidence log: ${heading[result.outcome]}${result.why === undefined ? '' : `: ${result.why}`}`]
  if (verification !== undefined) {
    lines.push(
      `  log         ${verification.origin ?? 'unknown'}, ${verification.size} records, root ${verification.root}`,
      `  commit      ${commit ?? 'unknown'}`,
      `  signed by   ${verification.signedBy ?? (verification.authenticity === 'unsigned' ? 'nobody: the log is local and unsigned' : 'not known')}`,
      `  attachments ${verification.attachments}`,
    )
    const others = verification.warnings.some(({ code }) => code === 'W_VERIFIER')
    lines.push(`  verify.py   SHA-256 ${verifierSha256}${others ? '; the copy in the log is another' : ''}`)
    if (verification.foreign > 0)
      lines.push(`  others      ${verification.foreign} statements of other tools, hashed but not read`)
  }
  lines.push(`  trust       ${policySource ?? 'no trust.policy on the protected branch'}`)
  if (result.keysSource !== undefined) lines.push(`  keys        ${result.keysSource}`)
  for (const { source, found } of lookedAt) {
    const check = verification?.pins.find((pin) => pin.source === source)
    const size = check?.size === null || check === undefined ? '' : ` (size ${check.size})`
    lines.push(`  pin         ${source}: ${found ? `${check?.outcome ?? 'not-checked'}${size}` : 'none'}`)
  }
  for (const past of result.past) {
    lines.push(`  past pins   ${describePast(past)}`)
    for (const { commit, reason } of past.setAside) lines.push(`              ${commit} is set aside: ${reason}`)
  }
  if (result.isShallow)
    lines.push('  history     cut: older pins than these were not seen; fetch all of it to check them')
  if (history !== undefined) {
    const rest = history.isShallow ? '; the repository is a shallow clone, so there may be more' : ''
    const repaired = history.repaired === 0 ? '' : `; ${history.repaired} bad ones that were repaired are left out`
    lines.push(`  commits     the checkpoints of ${history.commits}${repaired}${rest}`)
  }
  if (verification !== undefined) lines.push(...describeAnchors(verification))
  lines.push(...describeFindings(findings, verification?.moreFindings ?? 0))
  lines.push(...describeFindings(verification?.warnings ?? [], verification?.moreWarnings ?? 0))
  if (verification !== undefined && result.protection !== undefined)
    lines.push('', ...describeProtection(result.protection, verification))
  return text(lines)
}

/** What a fork proof shows. Ends in a line break. @param isKnown whether the reader brought the keys */
export function describeForkCheck(check: ForkCheck, { smaller, larger }: ForkProof, isKnown: boolean): string {
  if (check.kind === 'not-proved') return text([`Not proved: ${check.why}.`])
  const [first, second] = check.signedBy
  return text([
    `PROVED: the signer of ${check.origin} signed two histories of the log.`,
    `  one   ${check.sizes[0]} records, signed by ${first} (${smaller.source})`,
    `  other ${check.sizes[1]} records, signed by ${second} (${larger.source})`,
    ...(isKnown
      ? []
      : [
          'The keys are those that the file names: compare them with the key that you know the log by, or give --vkey.',
        ]),
  ])
}

function describePast({ branch, seen, passedOver, unread, more }: PastPins): string {
  const parts = [`${branch}: ${seen} earlier PIN files`]
  if (passedOver > 0) parts.push(`${passedOver} say nothing of this log`)
  if (unread > 0) parts.push(`${unread} could not be read`)
  if (more) parts.push('older ones were not looked at')
  return parts.join('; ')
}

function describeFindings(findings: readonly (LogFinding | LogWarning)[], more: number): readonly string[] {
  const lines = findings.map(({ code, file, message }) => `${code} ${file}: ${message}`)
  return more > 0 ? [...lines, `and ${more} more`] : lines
}

/** What became of records that were to be appended, and of those that earlier runs had left. Ends in a line break. */
export function describeAppend(result: AppendResult): string {
  const { done, left } = result.drained
  return (
    describeOutcome(result) +
    text([
      ...(done.length === 0
        ? []
        : [`Of these, some had waited in ${done.length} files of earlier runs, which are gone now.`]),
      ...left.map(({ path, why }) => `Still waiting: ${path}: ${why}.`),
    ])
  )
}

function describeOutcome({ outcome, spoolFile }: AppendResult): string {
  const kept = spoolFile === undefined ? [] : [`The records are kept in ${spoolFile}.`]
  switch (outcome.kind) {
    case 'appended':
      return text([
        `Appended ${outcome.records.length} records (${outcome.present.length} were there) in commit ${outcome.commit}.`,
        ...outcome.pinsNotCompared.map((source) => `Not compared, as only the end of the log was read: ${source}.`),
        ...outcome.warnings,
      ])
    case 'nothing-new':
      return text(['Nothing new: all records are in the log.'])
    case 'conflict':
      return text([
        ...outcome.conflicts.map(
          ({ key, index }) =>
            `${key} is in the log already${index === null ? '' : ` as record ${index}`}, and says something else`,
        ),
        ...kept,
      ])
    case 'bad-log':
      return text(['Not appended: the log does not verify.', ...describeFindings(outcome.findings, 0), ...kept])
    case 'no-log':
      return text([
        'Not appended: there is no log, and none may be begun here. A signed log begins once trust.policy, made by',
        '`evidence init`, is on the protected branch and the key is in COUNTERSIGN_LOG_KEY.',
        ...kept,
      ])
    case 'not-entitled':
    case 'unreadable':
    case 'not-appended':
      return text([`Not appended: ${outcome.why}.`, ...kept])
  }
}

/** Who stated something, and how that is known. Ends in a line break. */
export function describeAttested({ person, proof, why, append }: Extract<Attested, { kind: 'recorded' }>): string {
  const how = {
    'workflow-actor': 'proven by the account that started the run',
    'ssh-signature': 'proven by an SSH signature',
    none: `claimed only: ${why ?? 'nothing proves it'}`,
  }[proof]
  return text([`Statement of ${person ?? 'somebody'}: ${how}.`]) + describeAppend(append)
}

/** Which merges were recorded now. Ends in a line break. */
export function describeMerged({ pulls, unexplained, refused, more, append }: MergedRecording): string {
  const numbers = pulls.map((number) => `#${number}`).join(', ')
  return (
    text([
      pulls.length === 0 && refused.length === 0
        ? 'No merge is missing in the log.'
        : `Merged pull requests recorded now: ${pulls.length === 0 ? 'none' : numbers}.`,
      ...refused.map(({ pull, why }) => `Not recorded: pull request #${pull}: ${why}.`),
      ...(unexplained.length === 0
        ? []
        : [`${unexplained.length} commits came from no merged pull request; \`evidence audit\` judges them.`]),
      ...(more ? ['More merges wait: run it again.'] : []),
    ]) + (append === undefined ? '' : describeAppend(append))
  )
}

/** Which verdicts were recorded now. Ends in a line break. */
export function describeDecisions({ recorded, unchanged, refused, waiting, append }: DecisionsRecording): string {
  const said = recorded.map(({ pull, verdict }) => `#${pull} ${verdict}`).join(', ')
  return (
    text([
      `Verdicts on open pull requests recorded now: ${said === '' ? 'none' : said}; ${unchanged} unchanged.`,
      ...refused.map(({ pull, why }) => `Not recorded: the verdict on pull request #${pull}: ${why}.`),
      ...(waiting === 0 ? [] : [`${waiting} open pull requests wait: run it again.`]),
    ]) + (append === undefined ? '' : describeAppend(append))
  )
}

/** What an audit found. Ends in a line break. */
export function describeAudit(result: AuditResult): string {
  switch (result.kind) {
    case 'bad-log':
      return describeVerification(result.verification)
    case 'not-determined':
      return text([`Audit: not determined: ${result.why}.`])
    case 'rewritten':
      return text([
        `Audit: the branch ${result.branch} was rewritten: ${result.to} does not continue ${result.from}, where the last audit ended.`,
        'Restore the branch, or begin a new log that says so.',
      ])
    case 'audited': {
      const { branch, from, to, commits, audit, append } = result
      const lines = [
        `Audit of ${branch}: ${commits} commits after ${from} up to ${to}; ${audit.matched} approved, ${audit.deviations.length} deviations.`,
        ...audit.deviations.map(({ commit, reason }) => `  ${commit}: ${reason}`),
      ]
      return text(lines) + (append === undefined ? '' : describeAppend(append))
    }
  }
}

const text = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join('')
