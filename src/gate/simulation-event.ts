import type { PullRequestFacts } from '../model/facts.ts'

export type SimulatedRole = PullRequestFacts['permissions'][number]['role']

/** Something that might happen to a pull request. People are named by login, or by their id in People. */
export type SimulationEvent =
  /** `commit`: id or its beginning; left out: the head at that time. */
  | { readonly kind: 'approve'; readonly by: string; readonly commit?: string }
  | { readonly kind: 'request-changes'; readonly by: string; readonly commit?: string }
  /** `by` left out: it is not known who dismisses. */
  | { readonly kind: 'dismiss'; readonly of: string; readonly by?: string }
  /** A new head; `by` left out: the author pushes it. */
  | { readonly kind: 'push'; readonly by?: string }
  /** `by` left out: it is not known who set it. */
  | { readonly kind: 'label'; readonly name: string; readonly by?: string }
  | { readonly kind: 'merge'; readonly by: string }
  /** What follows happens later than this moment (RFC 3339). */
  | { readonly kind: 'wait-until'; readonly moment: string }
