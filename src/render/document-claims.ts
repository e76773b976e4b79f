import { documentClaimsIn } from '../model/claim-wording.ts'
import { compare } from './page-text.ts'

/** A claim in a rendered document that nobody may make. */
export interface DocumentClaim {
  readonly path: string
  readonly line: number
  readonly words: string
  readonly instead: string
}

/**
 * Claims in rendered documents: in texts of policies, titles and whatever else people wrote, and in templates of their own. The
 * built-in templates hold none. Marks of emphasis and line ends inside a claim do not hide it.
 *
 * @param files by path; only Markdown is looked at
 */
export const claimsInDocuments = (files: ReadonlyMap<string, string>): readonly DocumentClaim[] =>
  [...files]
    .filter(([path]) => path.endsWith('.md'))
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([path, text]) => {
      const plain = text.replace(/[*_\\]/g, '').replace(/&nbsp;|&#8288;/g, ' ')
      const joined = plain.replace(/(?<!\n)\n(?!\n)/g, ' ')
      return documentClaimsIn(joined).map(({ index, words, instead }) => ({
        path,
        line: plain.slice(0, index).split('\n').length,
        words,
        instead,
      }))
    })

const noted = 10

/** What to tell whoever renders, one sentence each. */
export function claimNotes(files: ReadonlyMap<string, string>): readonly string[] {
  const found = claimsInDocuments(files)
  const lines = found
    .slice(0, noted)
    .map(
      ({ path, line, words, instead }) =>
        `${path}:${line} says "${words}", which no document of management may: ${instead}`,
    )
  return found.length > noted ? [...lines, `${found.length - noted} more such claims stand in the documents`] : lines
}
