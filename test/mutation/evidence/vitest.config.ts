import { asked } from '../mutated-code.ts'
import { mutationRun } from '../mutation-run.ts'
import { verifierCode } from './verifier-code.ts'

/** Each part is proven by small tests of its own. */
const parts =
  'checkpoint,consistency-proof,cosignature,inclusion-proof,log-keys-file,plan-append,segments,tlog-proof,trust-policy,verifier-log,verifier-trust,verify-log'
/** What is not finished yet. */
const others = 'anchor-check,canonical-line,read-tail,time-stamp/check,time-stamp/der'

/** Tests of the verifier that run in memory, over every check of it switched off. */
export default mutationRun('evidence', verifierCode, {
  include: [`test/unit/evidence/{${asked === undefined ? parts : `${parts},${others}`}}.test.ts`],
  exclude: [],
  last: /\/(?:verify-log|read-tail)\.test\.ts$/,
  // Properties reach more: by chance they notice much, and take long for it.
  mostSteps: 60_000,
})
