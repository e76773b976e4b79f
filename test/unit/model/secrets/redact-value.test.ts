import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RedactionFailed } from '../../../../src/model/secrets/redact-text.ts'
import { redactValue } from '../../../../src/model/secrets/redact-value.ts'
import { secretNamed } from '../../../../src/model/secrets/secret-names.ts'
import { canarySecrets } from '../../../support/canary-secrets.ts'

test('a member with the name of a secret loses its text whole, whatever it is', () => {
  expect(
    redactValue({
      password: 'monkey',
      apiKey: '',
      headers: { authorization: 'none', 'Set-Cookie': ['a', 'b'] },
      key: 'github:1#2/merged',
      author: 'ada',
      token: 7,
      tokens: ['one'],
      passwordPolicy: 'twelve',
    }),
  ).toEqual({
    password: '(redacted:secret-field)',
    apiKey: '',
    headers: {
      authorization: '(redacted:secret-field)',
      'Set-Cookie': ['(redacted:secret-field)', '(redacted:secret-field)'],
    },
    key: 'github:1#2/merged',
    author: 'ada',
    token: 7,
    tokens: ['one'],
    passwordPolicy: 'twelve',
  })
})

test('names are read by their words', () => {
  const secret = [
    'dbPassword',
    'GITHUB_TOKEN',
    'aws.secret_access_key',
    'X-Api-Key',
    'clientSecret',
    'privateKey',
    'PWD',
    'sessionId',
    'accessToken',
  ]
  const none = [
    'key',
    'keyControl',
    'author',
    'tokens',
    'tokenType',
    'secretScanning',
    'monkey',
    'keys',
    'vkey',
    'publicKey',
    'passed',
    'session',
    'authors',
    'nextPage',
    'sharedSecrets',
  ]
  expect(secret.filter((name) => secretNamed(name) === undefined)).toEqual([])
  expect(none.filter((name) => secretNamed(name) !== undefined)).toEqual([])
})

test('a text inside stays as short as its schema wants it', () => {
  const { login } = redactValue({ login: 'password=hunter2' })
  expect(login).toBe('password=(redact')
  expect(redactValue({ login })).toEqual({ login })
})

test('folders after a secret in a file name are still there to be matched', () => {
  const path = `src/ghp_${'a1B2'.repeat(9)}/payments/-----BEGIN ${'PRIVATE'} KEY-----/x.ts`
  expect(redactValue({ path }).path).toBe('src/(redacted:github-token)/payments/(redacted:private-key)/x.ts')
})

test('what has no secret is the same object', () => {
  const value = { a: [{ b: 'c' }], d: null, e: 1.5, f: true }
  expect(redactValue(value)).toBe(value)
})

test('every secret in any place of a value goes, and twice is as good as once', () => {
  const value = Object.values(canarySecrets).map((text) => ({ title: text, deep: [{ list: [`x ${text}`] }] }))
  const redacted = redactValue(value)
  expect(JSON.stringify(redacted)).not.toMatch(/canary/i)
  expect(redactValue(redacted)).toBe(redacted)
})

test('a member called __proto__ is a member and changes no object', () => {
  const redacted = redactValue(JSON.parse('{"__proto__":{"password":"x"},"a":"password=hunter2"}'))
  expect(JSON.stringify(redacted)).toBe('{"__proto__":{"password":"(redacted:secret-field)"},"a":"password=(redact"}')
  expect(({} as { password?: string }).password).toBeUndefined()
})

test('what is too deep or too much is refused, never passed on', () => {
  let deep: unknown = 'x'
  for (let level = 0; level < 70; level += 1) deep = [deep]
  expect(() => redactValue(deep)).toThrow(RedactionFailed)
  const large = 'x'.repeat(2 ** 20)
  expect(() => redactValue(Array.from({ length: 129 }, () => large))).toThrow(RedactionFailed)
})

test('no field of facts, datasets or records has the name of a secret: it would never hold a text', () => {
  const namesIn = (schema: unknown): string[] => {
    if (typeof schema !== 'object' || schema === null) return []
    const { properties } = schema as { readonly properties?: object }
    return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(namesIn)]
  }
  const schemas = join(import.meta.dirname, '../../../../schemas')
  const names = ['evidence-record', 'dataset-items', 'pull-request-facts', 'deployment-facts'].flatMap((name) =>
    namesIn(JSON.parse(readFileSync(join(schemas, `${name}.json`), 'utf8'))),
  )
  expect(names.length).toBeGreaterThan(300)
  expect([...new Set(names)].filter((name) => secretNamed(name) !== undefined)).toEqual([])
})
