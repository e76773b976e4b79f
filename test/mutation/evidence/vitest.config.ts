import { mutationRun } from '../mutation-run.ts'
import { verifierCode } from './verifier-code.ts'

const parts =
  'anchor-check,canonical-line,checkpoint,consistency-proof,cosignature,inclusion-proof,log-keys-file,pin,read-tail,segments,signature-vectors,tlog-proof,trust-parsers,trust-policy,verify-log,verifier-*,time-stamp/check,time-stamp/der,plan-append,fork-proof'

/** Tests of the verifier that run in memory, over every check of it switched off. */
export default mutationRun('evidence', verifierCode, {
  include: [`test/unit/evidence/{${parts}}.test.ts`, 'test/faults/stored-log.test.ts'],
  exclude: [],
  last: /\/(?:verify-log|stored-log|read-tail)\.test\.ts$/,
  // Properties reach more: by chance they notice much, and take long for it.
  mostSteps: 60_000,
})
