/**
 * Names whose value is a secret, as the last words of a name: `dbPassword`, `GITHUB_TOKEN`, `aws.secret_access_key`. A name that
 * goes on (`passwordPolicy`, `token_type`, `secretScanning`, `keyControl`) speaks about a secret and does not hold one; `key`
 * alone is the name of an identifier far more often.
 */
const endings: readonly (readonly string[])[] = [
  ['password'],
  ['passwd'],
  ['pwd'],
  ['passphrase'],
  ['secret'],
  ['token'],
  ['api', 'key'],
  ['apikey'],
  ['access', 'key'],
  ['accesskey'],
  ['secret', 'key'],
  ['private', 'key'],
  ['signing', 'key'],
  ['encryption', 'key'],
  ['account', 'key'],
  ['authorization'],
  ['cookie'],
  ['set', 'cookie'],
  ['credential'],
  ['credentials'],
  ['session', 'id'],
  ['sessionid'],
  ['connection', 'string'],
]

const passwords = new Set(['password', 'passwd', 'pwd', 'passphrase'])

/** Names come again with every row of a list; few are kept, because a file may have as many as it likes. */
const known = new Map<string, 'password' | 'secret' | undefined>()
const mostKnown = 1000

/** What a name stands for: a password, which people choose; another secret, which machines make; or neither. */
export function secretNamed(name: string): 'password' | 'secret' | undefined {
  if (name.length > 64) return undefined
  if (known.has(name)) return known.get(name)
  const judged = judgeName(name)
  if (known.size < mostKnown) known.set(name, judged)
  return judged
}

function judgeName(name: string): 'password' | 'secret' | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const isSecret = endings.some(
    (ending) =>
      ending.length <= words.length &&
      ending.every((word, index) => words[words.length - ending.length + index] === word),
  )
  if (!isSecret) return undefined
  return passwords.has(words.at(-1) ?? '') ? 'password' : 'secret'
}
