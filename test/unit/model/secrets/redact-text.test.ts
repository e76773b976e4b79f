import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RedactionFailed, redactText } from '../../../../src/model/secrets/redact-text.ts'
import { countRedactions } from '../../../../src/model/secrets/redaction-mark.ts'
import { canarySecrets } from '../../../support/canary-secrets.ts'

const secrets = Object.entries(canarySecrets)
const hidden = /canary|CANARY/
const mixed = 'a7Bq9Zx2Lm4Vw8Rk5Np0'

describe('what has the form of a secret goes', () => {
  test.each(secrets)('%s, alone and within a sentence', (_name, secret) => {
    for (const text of [
      secret,
      `scan-${secret}-1.json`,
      `scan_${secret}`,
      `Fix login with ${secret} in it`,
      `(${secret})`,
      `"${secret}"`,
      `x\n${secret}\ny`,
    ]) {
      const redacted = redactText(text)
      expect(redacted).not.toMatch(hidden)
      expect(countRedactions(redacted)).toBeGreaterThan(0)
    }
  })

  test.each([
    ['Rotate ghp_', 36, 'Rotate (redacted:github-token)'],
    ['my_ghs_', 36, 'my_(redacted:github-token)'],
  ])('the words around it stay: %s', (before, length, expected) => {
    expect(redactText(`${before}${mixed.repeat(2).slice(0, length)}`)).toBe(expected)
  })

  test.each([
    [`https://user:${mixed}@host.example/a`, 'https://(redacted:url-credentials)@host.example/a'],
    ['https://user:p@ss@host.example/a', 'https://(redacted:url-credentials)@host.example/a'],
    [`https://${mixed}${mixed}@host.example/a`, 'https://(redacted:url-credentials)@host.example/a'],
    [`/x?key=${mixed}&page=2`, '/x?key=(redacted:url-parameter)&page=2'],
    [`/x?a=1&token=${mixed}`, '/x?a=1&token=(redacted:url-parameter)'],
    ['password=hunter2', 'password=(redacted:secret-value)'],
    ['DB_PASSWORD: "hunter2!"', 'DB_PASSWORD: "(redacted:secret-value)"'],
    [`{"apiKey": "${mixed}"}`, '{"apiKey": "(redacted:secret-value)"}'],
    [`{\\"client_secret\\":\\"${mixed}\\"}`, '{\\"client_secret\\":\\"(redacted:secret-value)\\"}'],
    [`{"a":"x\\npassword=hunter2"}`, '{"a":"x\\npassword=(redacted:secret-value)"}'],
    [`{"password":"\\n${mixed}"}`, '{"password":"\\n(redacted:secret-value)"}'],
    [`export GITHUB_TOKEN=${mixed}; ls`, 'export GITHUB_TOKEN=(redacted:secret-value); ls'],
    [`curl -H "Authorization: Bearer ${mixed}"`, 'curl -H "Authorization: Bearer (redacted:secret-value)"'],
    [`Bearer ${mixed}`, 'Bearer (redacted:secret-value)'],
    [`Cookie: sid=${mixed}; theme=dark`, 'Cookie: (redacted:secret-value)'],
    [`aws_secret_access_key = ${mixed}${mixed}`, 'aws_secret_access_key = (redacted:secret-value)'],
    [`AKIA${'ABCDEFGH'.repeat(2)}:${`${mixed}/+`.repeat(2).slice(0, 40)}`, '(redacted:aws-key)'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  test('a private key that was cut off goes as far as it is one', () => {
    const cut = `-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQ${mixed}`
    expect(redactText(`key: |\n${cut}\n`)).toBe('key: |\n(redacted:private-key)\n')
  })

  test('secrets that hide behind each other go all', () => {
    const chain = `do${'o_v1_'}${'0a'.repeat(32)}`.repeat(40)
    expect(redactText(chain)).not.toContain('0a0a')
    expect(redactText(secrets.map(([, secret]) => secret).join(' '))).not.toMatch(hidden)
  })
})

describe('what only speaks about secrets stays', () => {
  const sha1 = createHash('sha1').update('x').digest('hex')
  const sha256 = createHash('sha256').update('x').digest()
  test.each([
    'monkey',
    'The author of the key change',
    'tokens.create is slow',
    'keyboard, keynote, turkey, authority, authentication, tokenizer',
    'Basic authentication is off; Bearer tokens are refused',
    'token: tokens.create',
    'password: required',
    'passwordPolicy: 12 characters, 1 digit',
    'Passwords: at least 12 characters',
    'secret: see the vault',
    'token_type: bearer',
    'GITHUB_TOKEN: $' + '{{ secrets.GITHUB_TOKEN }}',
    'GITHUB_TOKEN=$GITHUB_TOKEN_2',
    'password = "$' + '{DB_PASSWORD_1}"',
    'secret=<your secret here 1>',
    'Keep it as the secret COUNTERSIGN_LOG_KEY',
    'permissions: contents: write',
    `commit ${sha1}`,
    `token of commit ${sha1}`,
    `key: ${sha1}`,
    `sha256:${sha256.toString('hex')}`,
    `{"key":"github:R_123#412/review/987654/submitted","root":"${sha256.toString('base64')}"}`,
    `{"digest":{"gitCommit":"${sha1}"},"factsDigest":"${sha256.toString('hex')}"}`,
    `example.invalid/demo+0a1b2c3d+${Buffer.concat([Buffer.from([1]), sha256]).toString('base64')}`,
    `— example.invalid/demo ${Buffer.concat([sha256, sha256]).toString('base64')}`,
    `uuid ${randomUUID()}`,
    'docker://alpine:3.20@sha256:0123456789abcdef',
    'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
    'git@github.com:acme/shop.git',
    'ssh://git@github.com/acme/shop',
    'https://github.com/acme/shop/pull/412?tab=files&page=2#discussion_r1',
    'https://example.com/?sortKey=created_at_desc',
    'https://registry.example.com/@scope/name/-/name-1.0.0.tgz',
    `integrity sha512-${Buffer.concat([sha256, sha256]).toString('base64')}`,
    'sk-some-very-long-branch-name-about-a-locale-of-slovakia',
    'task-1234567890123456789012345678901234567890',
    'npm_config_registry=https://registry.example.com/',
    '2026-03-02T10:15:30Z',
    'CR-2026-001, RSK-011, SRC-okta-users',
    'cookie: banner is in the footer',
    '(redacted:github-token) and password=(redacted:secret-value)',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJmZ1w0M0S0bq0bq0bq0bq0bq0bq0bq0bq0bq0bq0bq ada@example.invalid',
    '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text)
  })

  test('hashes and ids of any kind', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 64 })
    fc.assert(
      fc.property(bytes, fc.constantFrom('hex', 'base64', 'base64url'), (value, form) => {
        const text = Buffer.from(value).toString(form as 'hex')
        for (const line of [text, `key ${text}`, `{"key":"${text}"}`, `root: ${text}`])
          expect(redactText(line)).toBe(line)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('whatever the text', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(...secrets.map(([, secret]) => secret)),
    fc.constantFrom(
      'password',
      'token=',
      ': ',
      '=',
      '"',
      '\\"',
      '\n',
      '://',
      '@',
      '?key=',
      '-----BEGIN ',
      '(redacted:x)',
      'Bearer ',
      'Cookie: a=',
      'eyJ',
      'AKIA',
    ),
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

  test('what comes out has nothing more to find', () => {
    fc.assert(
      fc.property(text, (one) => {
        const redacted = redactText(one)
        expect(redactText(redacted)).toBe(redacted)
      }),
      { numRuns: 2000 },
    )
  })

  test('JSON stays JSON, wherever a secret stood in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('password', 'token')), text), (value) => {
        expect(() => JSON.parse(redactText(JSON.stringify(value)))).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })
})

test('texts made to be slow are read in the time of any other, or refused', () => {
  const slow = [
    'eyJ'.repeat(200_000),
    `-----BEGIN ${'PRIVATE'} KEY-----`.repeat(20_000),
    'password='.repeat(60_000),
    'password '.repeat(60_000),
    '://a:'.repeat(120_000),
    '?key=&'.repeat(100_000),
    `${'a'.repeat(70)}:`.repeat(8000),
    'ghp_'.repeat(150_000),
    `${'A'.repeat(100_000)}\n`.repeat(6),
    'Cookie: '.repeat(70_000),
  ]
  for (const one of slow) {
    try {
      redactText(one)
    } catch (error) {
      expect(error).toBeInstanceOf(RedactionFailed)
    }
  }
}, 60_000)
