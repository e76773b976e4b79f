import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const config = `
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[middle]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[issue]
database = index.txt
new_certs_dir = .
serial = certificate-serial
default_md = sha256
policy = policy
unique_subject = no
[policy]
commonName = supplied
`

export interface OpensslAuthority {
  /** PEM file of the root certificate. */
  readonly caFile: string
  /** Answers a request as `openssl ts` does. */
  reply(query: Buffer): Buffer
}

interface AuthorityOptions {
  readonly key?: 'ec' | 'rsa'
  /** An intermediate authority that the answers bring along. */
  readonly withMiddle?: boolean
  readonly digest?: 'sha256' | 'sha384' | 'sha512'
  readonly namesCertificateBy?: 'sha1' | 'sha256'
  /** Validity of the signing certificate, as `openssl ca` takes it: YYYYMMDDHHMMSSZ. */
  readonly from?: string
  readonly to?: string
}

/** A time stamping authority made of openssl alone, with a certification authority of its own. Needs no network. */
export function opensslAuthority(folder: string, options: AuthorityOptions = {}): OpensslAuthority {
  const { key = 'ec', withMiddle = false, digest = 'sha256', namesCertificateBy = 'sha256' } = options
  mkdirSync(folder, { recursive: true })
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const newKey = key === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', 'rsa:2048']
  writeFileSync(join(folder, 'ca.cnf'), config)
  writeFileSync(join(folder, 'index.txt'), '')
  writeFileSync(join(folder, 'certificate-serial'), '1000\n')
  writeFileSync(join(folder, 'serial'), '01\n')
  const shared = ['-nodes', '-config', 'ca.cnf']
  openssl(
    ...['req', '-x509', '-new', ...newKey, ...shared, '-extensions', 'root', '-days', '9000'],
    ...['-subj', '/CN=Root', '-keyout', 'root.key', '-out', 'root.pem'],
  )
  const issue = (name: string, extensions: string, issuer: string, from: string, to: string) => {
    openssl(
      'req',
      '-new',
      ...newKey,
      ...shared,
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    )
    openssl(
      ...['ca', '-batch', '-config', 'ca.cnf', '-name', 'issue', '-notext', '-extensions', extensions],
      ...['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`, '-startdate', from, '-enddate', to],
      ...['-in', `${name}.csr`, '-out', `${name}.pem`],
    )
  }
  const [early, late] = ['20200101000000Z', '20490101000000Z']
  if (withMiddle) issue('middle', 'middle', 'root', early, late)
  issue('leaf', 'leaf', withMiddle ? 'middle' : 'root', options.from ?? early, options.to ?? late)
  writeFileSync(
    join(folder, 'tsa.cnf'),
    [
      '[tsa]',
      'default_tsa = authority',
      '[authority]',
      'serial = serial',
      'signer_cert = leaf.pem',
      'signer_key = leaf.key',
      `signer_digest = ${digest}`,
      ...(withMiddle ? ['certs = middle.pem'] : []),
      'default_policy = 1.2.3.4.1',
      'digests = sha256',
      'accuracy = secs:1, millisecs:500, microsecs:100',
      'ordering = yes',
      'tsa_name = yes',
      `ess_cert_id_chain = ${withMiddle ? 'yes' : 'no'}`,
      `ess_cert_id_alg = ${namesCertificateBy}`,
      '',
    ].join('\n'),
  )
  return {
    caFile: join(folder, 'root.pem'),
    reply(query) {
      writeFileSync(join(folder, 'query.tsq'), query)
      openssl(
        'ts',
        '-reply',
        '-config',
        'tsa.cnf',
        '-section',
        'authority',
        '-queryfile',
        'query.tsq',
        '-out',
        'reply.tsr',
      )
      return readFileSync(join(folder, 'reply.tsr'))
    },
  }
}
