import type { RepositoryName } from '../../../ports/forge.ts'

/** What every part of a posture is asked with. */
export interface PostureSubject {
  readonly parameters: { readonly owner: string; readonly repo: string }
  /** For the message of an error: `acme/shop`. */
  readonly about: string
}

export const toSubject = ({ owner, name }: RepositoryName): PostureSubject => ({
  parameters: { owner, repo: name },
  about: `${owner}/${name}`,
})

/** Characters of a name of people's making that are kept. */
export const longestName = 200
