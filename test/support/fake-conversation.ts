import type { PullComment, PullConversation } from '../../src/ports/pull-conversation.ts'

export interface FakeConversation extends PullConversation {
  readonly written: { -readonly [K in keyof PullComment]: PullComment[K] }[]
  readonly asked: string[]
  /** Comments that were edited, once for each time. */
  readonly edited: number[]
}

/** The page of one pull request, where everything is written in one name; `changes` replaces what a call answers. */
export function fakeConversation(author: string, changes: Partial<PullConversation> = {}): FakeConversation {
  const written: FakeConversation['written'] = []
  const asked: string[] = []
  const edited: number[] = []
  return {
    written,
    asked,
    edited,
    comments: async () => written,
    addComment: async (_pull, body) => {
      written.push({ id: written.length + 1, author, body })
    },
    editComment: async (_repository, id, body) => {
      edited.push(id)
      for (const comment of written) if (comment.id === id) comment.body = body
    },
    requestedReviewers: async () => asked,
    requestReviewers: async (_pull, logins) => {
      asked.push(...logins)
    },
    ...changes,
  }
}
