import { mutationRun } from '../mutation-run.ts'
import { verifierCode } from './verifier-code.ts'

/** Tests of the verifier that run in memory, over every check of it switched off. */
export default mutationRun('evidence', verifierCode, {
  include: ['test/unit/evidence/**/*.test.ts', 'test/faults/stored-log.test.ts'],
  exclude: ['**/*.slow.test.ts', '**/*-properties.test.ts'],
  last: /\/(?:verify-log|stored-log|read-tail)\.test\.ts$/,
})
