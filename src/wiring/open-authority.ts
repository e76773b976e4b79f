import { randomBytes } from 'node:crypto'
import { timeStampAuthority } from '../adapters/time-stamp-authority.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { AnchorPorts } from '../usecases/anchor-log.ts'

const timeoutMs = 30_000
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Opens time stamping authorities as settings name them: https, or http where that was said or the machine is this one. */
export function authorityOpener(signal: AbortSignal): AnchorPorts['openAuthority'] {
  return ({ url: text, plainHttp }, trusted) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url === null || url.username !== '' || url.password !== '')
      throw new Refusal(
        exitStatus.usage,
        `\`${text}\` is not an address that can be asked for a time stamp`,
        'Correct it under `evidence.anchors` on the protected branch.',
      )
    if (url.protocol !== 'https:' && !plainHttp && !loopback.has(url.hostname))
      throw new Refusal(
        exitStatus.usage,
        `\`${text}\` is not https`,
        'Use its https address; where it has none, add `plainHttp: true` beside it.',
      )
    return timeStampAuthority({ url, trusted, fetch: (at, init) => fetch(at, init), randomBytes, timeoutMs, signal })
  }
}
