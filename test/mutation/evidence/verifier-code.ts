import { join } from 'node:path'
import { findMutants, type Mutant } from '../find-mutants.ts'
import { MutatedCode } from '../mutated-code.ts'

const verifier = [
  'verify-log',
  'read-records',
  'read-line',
  'canonical-line',
  'segments',
  'tree-layout',
  'attachment-ledger',
  'find-repeats',
  'check-trust',
  'check-pins',
  'check-proof',
  'checkpoint',
  'cosignature',
  'trust-policy',
  'key-intervals',
  'log-keys-file',
  'anchor-check',
  'consistency-proof',
  'inclusion-proof',
  'fork-proof',
  'read-tail',
  'plan-append',
  'check-payloads',
  'tlog-proof',
  'time-stamp/certificate-path',
  'time-stamp/certificate',
  'time-stamp/check',
  'time-stamp/der',
  'time-stamp/token',
].map((name) => `src/evidence/${name}.ts`)

/** Files of which every mutant is noticed by a test. */
const finished = verifier

/**
 * Checks switched off and on: conditions forced either way, operands of `&&`, `||` and `!` taken alone, and statements dropped,
 * so that nothing is reported or an early end is missed.
 */
const findChecks = (text: string): readonly Mutant[] => findMutants(text).filter(({ isCheck }) => isCheck)

/** What decides whether a log is whole, whose it is and what may be added to it. */
export const verifierCode = new MutatedCode(
  finished,
  verifier,
  join(import.meta.dirname, 'equivalent.yaml'),
  process.env['MUTANTS'] === 'all' ? findMutants : findChecks,
)
