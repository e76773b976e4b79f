import type { Judgement } from './judgement.ts'

/** What keeps a deployment from being approved. */
export interface Obstacle {
  readonly verdict: Exclude<Judgement['verdict'], 'approved'>
  readonly message: string
  /** It is about who took part, not about what is brought. */
  readonly about?: 'people'
}

/** What is no obstacle is left out. */
export const obstaclesOf = (judgements: readonly Judgement[], about?: 'people'): readonly Obstacle[] =>
  judgements.flatMap(({ verdict, message }) =>
    verdict === 'approved' ? [] : [{ verdict, message, ...(about === undefined ? {} : { about }) }],
  )
