import { printable } from '../../report/printable.ts'
import type { BundleCheck, BundleVerification } from './verify-bundle.ts'

const stateWords: Readonly<Record<BundleCheck['state'], string>> = {
  ok: 'ok',
  failed: 'NOT INTACT',
  'not-determined': 'not known',
}

const outcomeWords: Readonly<Record<BundleVerification['outcome'], string>> = {
  verified: 'VERIFIED: the bundle is intact, and a key that you gave vouches for its log.',
  'integrity-failure': 'NOT INTACT: this is not the bundle that was made. Do not rely on it.',
  'not-determined': 'NOT DETERMINED: nothing is wrong, but not everything is known. See what is “not known”.',
}

/** What was looked at and what came of it, on one page that can be filed. Ends in a line feed. */
export function describeBundle({ checks, digest, manifest, outcome, signedBy }: BundleVerification): string {
  const lines = [
    'Verification of a period bundle',
    '',
    ...(manifest === undefined ? [] : headOf(manifest)),
    ...fact('SHA256SUMS', digest === undefined ? 'missing' : `SHA-256 ${digest}`),
    ...fact('Signed by', signedBy ?? 'nobody known'),
    '',
    ...checks.map(({ what, state, says }) => `  ${what.padEnd(11)}${stateWords[state].padEnd(12)}${printable(says)}`),
    '',
    outcomeWords[outcome],
    '',
    'What this shows: every file is as it was when SHA256SUMS was made; every record in it was in the log when the checkpoint was',
    'signed; every sample follows from its population, the root of the log and the nonce; the documents are those of their PIN.',
    'What it does not show: that report and documents follow from the records. Whoever made the bundle could have written them and',
    'SHA256SUMS anew; with the repository, the command in README.txt makes them again. Nor that the records are true, that a',
    'population is whole, or that controls worked. The digest of SHA256SUMS stands for every byte: write it down, and compare it',
    'with the one that you were told.',
  ]
  return `${lines.join('\n')}\n`
}

function headOf(manifest: NonNullable<BundleVerification['manifest']>): readonly string[] {
  const { organisation, system, period, interim, asOf, timezone, source, log, tool, nonce, samples } = manifest
  const drawn = samples.reduce((sum, sample) => sum + sample.drawn, 0)
  return [
    ...fact('Of', `${organisation}: ${system}`),
    ...fact('Period', `${period.name}, ${period.start} to ${period.end} (${timezone})${interim ? ', INTERIM' : ''}`),
    ...fact('As of', asOf),
    ...fact('Repository', source.repository ?? 'not named'),
    ...fact('Commit', source.commit),
    ...fact('Log', `${log.origin}, ${log.size} records`),
    ...fact('Root', log.root),
    ...fact('Nonce', nonce === '' ? 'none: management chose the seed' : nonce),
    ...fact('Samples', `${samples.length}, ${drawn} items`),
    ...fact('Made by', tool),
  ]
}

const fact = (name: string, value: string): readonly string[] => [`  ${name.padEnd(11)}${printable(value)}`]
