import type { Day } from '../model/days.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Rating, Risk } from '../model/records.ts'
import { type RiskMatrix, rate } from '../model/risk-rating.ts'
import type { PageContext } from './page-context.ts'
import { compare } from './page-text.ts'

/** `16 high: likely, major` */
export function ratingInWords(rating: Rating | undefined, matrix: RiskMatrix): string {
  if (rating === undefined) return 'not rated'
  const { score, band } = rate(rating, matrix)
  return `${score} ${band}: ${rating.likelihood.replaceAll('-', ' ')}, ${rating.impact}`
}

/** What a risk was at the end of a day, by the history of the protected branch. */
type Earlier =
  | { readonly kind: 'present'; readonly risk: Risk }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' }

function riskOn(id: string, day: Day, { history, onBranch }: PageContext): Earlier {
  const revisions = history.get(id)
  if (revisions === undefined || revisions.length === 0) return { kind: 'unknown' }
  const last = revisions.findLast((revision) => onBranch(revision) <= day)
  if (last === undefined || last.state === 'removed') return { kind: 'absent' }
  if (last.value?.kind !== 'Risk') return { kind: 'unknown' }
  return { kind: 'present', risk: last.value.data as Risk }
}

export interface Movement {
  readonly id: string
  /** New, closed and what moved come first; `unknown` where the history does not say. */
  readonly kind: 'up' | 'new' | 'down' | 'changed' | 'closed' | 'gone' | 'unknown'
  readonly from: string
  readonly to: string
}

const order = ['up', 'new', 'changed', 'down', 'closed', 'gone', 'unknown'] as const

/** What became of the risks since the end of a day: those that moved, from what to what; the rest stands still. */
export function movementsSince(day: Day, matrix: RiskMatrix, context: PageContext): readonly Movement[] {
  const { model, history } = context
  const ids = new Set(model.risks.keys())
  for (const [id, revisions] of history) if (revisions.some(({ value }) => value?.kind === 'Risk')) ids.add(id)
  return [...ids]
    .flatMap((id): readonly Movement[] => {
      const now = model.risks.get(id)?.value
      const then = riskOn(id, day, context)
      if (then.kind === 'unknown') return [{ id, kind: 'unknown', from: 'not determined', to: stateOf(now, matrix) }]
      const before = then.kind === 'present' ? then.risk : undefined
      const kind = kindOf(before, now, matrix)
      return kind === undefined ? [] : [{ id, kind, from: stateOf(before, matrix), to: stateOf(now, matrix) }]
    })
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compare(a.id, b.id))
}

function kindOf(before: Risk | undefined, now: Risk | undefined, matrix: RiskMatrix): Movement['kind'] | undefined {
  if (before === undefined && now === undefined) return undefined
  if (before === undefined) return 'new'
  if (now === undefined) return 'gone'
  if (now.status === 'closed') return before.status === 'closed' ? undefined : 'closed'
  const moved = scoreOf(now, matrix) - scoreOf(before, matrix)
  if (moved !== 0) return moved > 0 ? 'up' : 'down'
  return stateOf(before, matrix) === stateOf(now, matrix) ? undefined : 'changed'
}

/** What is left of the risk; one without a residual rating counts as inherent. */
const scoreOf = ({ inherent, residual }: Risk, matrix: RiskMatrix): number => rate(residual ?? inherent, matrix).score

const stateOf = (risk: Risk | undefined, matrix: RiskMatrix): string =>
  risk === undefined
    ? 'not in the register'
    : `residual ${ratingInWords(risk.residual, matrix)}; inherent ${ratingInWords(risk.inherent, matrix)}; ${inlineText(risk.treatment)}, ${inlineText(risk.status)}`
