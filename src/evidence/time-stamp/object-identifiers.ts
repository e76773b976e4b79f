/** Names of things in ASN.1, with where they are defined. */
export const oid = {
  /** RFC 5652 section 5.1 */
  signedData: '1.2.840.113549.1.7.2',
  /** RFC 3161 section 2.4.2 */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  /** RFC 5652 sections 11.1 and 11.2 */
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  /** RFC 2634 section 5.4, RFC 5035 section 3 */
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 5280 section 4.2.1 */
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
  anyExtendedKeyUsage: '2.5.29.37.0',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  /** RFC 5754 section 2 */
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

/** Digests that count, as Node calls them. SHA-1 and MD5 are not among them. */
export const digestNames: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  [oid.sha256, 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

interface SignatureScheme {
  readonly key: 'rsa' | 'ec'
  /** undefined: the digest is named elsewhere. */
  readonly digest: 'sha256' | 'sha384' | 'sha512' | undefined
}

/** Signatures that count (RFC 5754 section 3, RFC 5758 section 3.2): PKCS #1 v1.5 and ECDSA. */
export const signatureSchemes: ReadonlyMap<string, SignatureScheme> = new Map([
  ['1.2.840.113549.1.1.1', { key: 'rsa', digest: undefined }],
  ['1.2.840.113549.1.1.11', { key: 'rsa', digest: 'sha256' }],
  ['1.2.840.113549.1.1.12', { key: 'rsa', digest: 'sha384' }],
  ['1.2.840.113549.1.1.13', { key: 'rsa', digest: 'sha512' }],
  ['1.2.840.10045.4.3.2', { key: 'ec', digest: 'sha256' }],
  ['1.2.840.10045.4.3.3', { key: 'ec', digest: 'sha384' }],
  ['1.2.840.10045.4.3.4', { key: 'ec', digest: 'sha512' }],
])
