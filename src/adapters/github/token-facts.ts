import { ForgeRefused } from '../../model/forge-fault.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toCount, toObject, toText } from './json.ts'

/** See `Forge.whoAmI`: GitHub refuses to say whose the token of an installation is. @throws ForgeUnreachable */
export async function readOwner(session: Session): Promise<string | undefined> {
  try {
    const { data } = await session.ask(endpoints.tokenOwner, {}, '')
    return toText(toObject(data, 'an account')['login'], 'its login', 100)
  } catch (error) {
    if (error instanceof ForgeRefused) return undefined
    throw error
  }
}

/** See `Forge.requestsLeft`. Asking costs none; a server without a limit answers 404. @throws ForgeUnreachable */
export async function readRequestsLeft(session: Session): Promise<number | undefined> {
  try {
    const { data } = await session.ask(endpoints.rateLimit, {}, '')
    const resources = toObject(toObject(data, 'the rate limits')['resources'], 'the rate limits')
    return toCount(toObject(resources['core'], 'the rate limit')['remaining'], 'the requests that are left')
  } catch (error) {
    if (error instanceof ForgeRefused) return undefined
    throw error
  }
}
