import type { Commit, ForgeAccount } from '../../model/facts.ts'
import { toAccount } from './account.ts'
import { cutText, isObject, malformed, orNull, toList, toObject, toSha, toText } from './json.ts'
import { updateTypeOf } from './update-type.ts'

type Party = Commit['parties'][number]

/** GitHub's own committer of what is done on its pages; the account has this id on github.com. */
const webFlow = { id: 19_864_447, login: 'web-flow' }

/**
 * A commit as `GET pulls/{n}/commits` and `compare` give it. Who it names is chosen by whoever writes it, so nothing here says
 * that a person made it; it can only add contributors.
 *
 * @param webHost host of the forge's pages, see ReadPull
 * @throws ForgeUnreachable where a field is missing or of another type
 */
export function toCommit(data: unknown, webHost: string): Commit {
  const entry = toObject(data, 'a commit')
  const git = toObject(entry['commit'], 'the content of a commit')
  const verification = isObject(git['verification']) ? git['verification'] : {}
  const signatureVerified = verification['verified'] === true
  const parents = toList(entry['parents'], 'the parents of a commit').map((parent) =>
    toSha(isObject(parent) ? parent['sha'] : undefined, 'a parent of a commit'),
  )
  if (parents.length > 64) throw malformed('the parents of a commit', 'a list of at most 64')
  const author: Party = { as: 'author', account: toAccount(entry['author'], 'the author of a commit') }
  const message = toText(git['message'], 'the message of a commit')
  return {
    sha: toSha(entry['sha'], 'the id of a commit'),
    parents,
    parties: [
      author,
      ...committerOf(toAccount(entry['committer'], 'the committer of a commit'), signatureVerified),
      ...coAuthorsOf(message, webHost),
    ],
    signatureVerified,
    signatureReason: orNull(verification['reason'], (value) => cutText(value, 'the reason of a signature', 100)),
    updateType: updateTypeOf(message),
  }
}

/**
 * The platform commits for the author when a page or a button is used, and signs it. Without its verified signature
 * anybody can write `GitHub <noreply@github.com>` as committer, and the forge still shows its account: then it is nobody.
 */
function committerOf(account: ForgeAccount | null, signatureVerified: boolean): readonly Party[] {
  const isPlatform = account !== null && (account.id === webFlow.id || account.login === webFlow.login)
  if (isPlatform && signatureVerified) return []
  return [{ as: 'committer', account: isPlatform ? null : account }]
}

/**
 * Co-authors of a message: every line anywhere in it that reads as a `Co-authored-by:` trailer, in any case, for a line more
 * only adds a contributor. An address is resolved to an account only where it carries the account's number:
 * `ID+login@users.noreply.HOST`; there is no way to ask whose another address is. At most 198, so that a commit
 * with more is unattributed rather than refused.
 */
function coAuthorsOf(message: string, webHost: string): readonly Party[] {
  const found = new Map<string, Party>()
  for (const line of message.split(/\r\n|\n|\r/)) {
    const trailer = /^[ \t>]*co-?authored-by[ \t]*:(.*)$/i.exec(line.slice(0, 2000))
    if (trailer === null) continue
    const account = accountOfAddress(/<([^<>]*)>/.exec(trailer[1] ?? '')?.[1] ?? '', webHost)
    found.set(account === null ? '' : String(account.id), { as: 'co-author', account })
  }
  const parties = [...found.values()]
  return parties.length <= 198 ? parties : [...parties.slice(0, 197), { as: 'co-author', account: null }]
}

function accountOfAddress(address: string, webHost: string): ForgeAccount | null {
  const match = /^([1-9]\d{0,15})\+([a-z0-9](?:[a-z0-9_-]{0,98})(?:\[bot\])?)@users\.noreply\.([a-z0-9.-]+)$/i.exec(
    address.trim(),
  )
  const [, number = '', login = '', host = ''] = match ?? []
  const id = Number(number)
  if (match === null || !Number.isSafeInteger(id) || host.toLowerCase() !== webHost.toLowerCase()) return null
  if (login.length > 100 || login.toLowerCase() === 'ghost') return null
  return { id, login, type: /\[bot\]$/i.test(login) ? 'bot' : 'user' }
}
