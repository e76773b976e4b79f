import { isKeyName } from '../evidence/note-key.ts'

/**
 * Name of a repository's log after its address: `https://github.com/acme/shop.git` and `git@github.com:acme/shop.git` give
 * `github.com/acme/shop/evidence`. Credentials in the address do not reach the name.
 *
 * @returns undefined where the address does not name a host
 */
export function originOf(address: string): string | undefined {
  const [, host = '', path = ''] =
    /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:@]+)(?::\d+)?\/(.+)$/i.exec(address) ??
    /^(?:[^/@:]+@)([^/:]+):(?!\/\/)(.+)$/.exec(address) ??
    []
  const name = `${host.toLowerCase()}/${path.replace(/(?<!\/)\/+$/, '').replace(/\.git$/, '')}/evidence`
  return host !== '' && isKeyName(name) ? name : undefined
}
