import { join } from 'node:path'
import { findMutants, type Mutant } from '../find-mutants.ts'
import { MutatedCode } from '../mutated-code.ts'

const inEvidence = (...names: readonly string[]) => names.map((name) => `src/evidence/${name}.ts`)

/** Files of which every mutant is noticed by a test. */
const finished = inEvidence(
  'attachment-ledger',
  'check-payloads',
  'check-pins',
  'check-proof',
  'check-trust',
  'checkpoint',
  'consistency-proof',
  'cosignature',
  'find-repeats',
  'fork-proof',
  'inclusion-proof',
  'key-intervals',
  'log-keys-file',
  'plan-append',
  'read-line',
  'read-records',
  'segments',
  'tlog-proof',
  'tree-layout',
  'trust-policy',
  'verify-log',
)
const others = inEvidence(
  'canonical-line',
  'anchor-check',
  'read-tail',
  'time-stamp/certificate-path',
  'time-stamp/certificate',
  'time-stamp/check',
  'time-stamp/der',
  'time-stamp/token',
)

/**
 * Checks switched off and on: conditions forced either way, operands of `&&`, `||` and `!` taken alone, and statements dropped,
 * so that nothing is reported or an early end is missed.
 */
const findChecks = (text: string): readonly Mutant[] => findMutants(text).filter(({ isCheck }) => isCheck)

/** What decides whether a log is whole, whose it is and what may be added to it. */
export const verifierCode = new MutatedCode(finished, others, join(import.meta.dirname, 'equivalent.yaml'), findChecks)
