import type { ForgeAccount } from '../../model/facts.ts'
import { ForgeRefused } from '../../model/forge-fault.ts'
import { toAccount } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, type JsonObject } from './json.ts'

/** As GitHub shows accounts that are gone: nobody can be compared with it. */
const nobody: ForgeAccount = { id: 10137, login: 'ghost', type: 'user' }

/** A login of GitHub, or of one of its Apps. */
const loginForm = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,98})(?:\[bot\])?$/

/**
 * For whom a machine created a deployment, as its payload claims: `requested_by`, else `actor`. null where it claims nothing. A
 * claim that leads to no account is kept as an account that is gone, so that nobody is passed over.
 */
export async function readRequester(session: Session, payload: unknown, about: string): Promise<ForgeAccount | null> {
  const claimed = claimOf(payload)
  if (claimed === undefined) return null
  if (typeof claimed !== 'string' || !loginForm.test(claimed)) return nobody
  try {
    const { data } = await session.ask(endpoints.user, { username: claimed }, about)
    return toAccount(data, 'for whom a deployment was made') ?? nobody
  } catch (error) {
    if (error instanceof ForgeRefused) return nobody
    throw error
  }
}

/** A payload may be an object, or a text that holds one. */
function claimOf(payload: unknown): unknown {
  const object = typeof payload === 'string' ? parsed(payload) : payload
  if (!isObject(object)) return undefined
  return own(object, 'requested_by') ?? own(object, 'actor')
}

const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined

function parsed(text: string): unknown {
  if (text.length > 65_536) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
