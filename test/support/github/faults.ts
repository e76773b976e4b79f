/** Faults a test asks for: what a network or a service in trouble does to one operation. */

export type Fault =
  /** Answered so without being done. */
  | { readonly kind: 'status'; readonly status: number; readonly message?: string }
  /** Done, and answered so all the same: a client that tries again does it twice. */
  | { readonly kind: 'done-but'; readonly status: number }
  /** Done, and the connection ends without an answer. */
  | { readonly kind: 'drop' }
  /** Done, and the connection ends in the middle of the answer. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The hourly limit: 403 or 429 with `x-ratelimit-remaining: 0`. */
  | { readonly kind: 'rate-limit'; readonly status: 403 | 429; readonly resetInSeconds: number }
  /** The limit against bursts: 403 or 429 with `retry-after`. */
  | { readonly kind: 'secondary-limit'; readonly status: 403 | 429; readonly retryAfterSeconds: number }
  /** One page of a list comes back empty though pages follow. */
  | { readonly kind: 'missing-page'; readonly page: number }
  /** The answer's body is replaced. */
  | { readonly kind: 'body'; readonly change: (body: unknown) => unknown }

export interface FaultOrder {
  /**
   * GitHub's operation id, such as `pulls/list-reviews`, or `git/push` and `git/fetch`. A push is two requests: `status`
   * answers the first, `drop` and `cut` lose the answer to the second, after the branch has moved.
   */
  readonly operation: string
  /** Only requests to this path with its query, as `LoggedRequest` has it: one page of one list. */
  readonly path?: string
  readonly fault: Fault
  /** How often; default: until it is withdrawn. */
  readonly times?: number
  /** How many calls stay as they are before. */
  readonly after?: number
}

export interface FaultPlan {
  /** @returns withdraws it */
  order(order: FaultOrder): () => void
  /** The fault for this call; counts the call. */
  next(operation: string, page: number, path?: string): Fault | undefined
}

export function faultPlan(): FaultPlan {
  const orders: { readonly order: FaultOrder; left: number; skip: number }[] = []
  return {
    order(order) {
      const entry = { order, left: order.times ?? Number.POSITIVE_INFINITY, skip: order.after ?? 0 }
      orders.push(entry)
      return () => {
        entry.left = 0
      }
    },
    next(operation, page, path) {
      for (const entry of orders) {
        const { order } = entry
        if (order.operation !== operation || entry.left === 0) continue
        if (order.path !== undefined && order.path !== path) continue
        if (order.fault.kind === 'missing-page' && order.fault.page !== page) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        entry.left -= 1
        return order.fault
      }
      return undefined
    },
  }
}
