import type { PageContext } from './page-context.ts'
import type { RenderInput } from './render-input.ts'

export type Classification = 'public' | 'internal' | 'confidential'

/** Parts of the index, in the order in which a reader needs them. */
export const documentParts = {
  evaluation: 'Evaluation',
  program: 'Program',
  registers: 'Registers',
  operation: 'Changes, access and evidence',
  report: 'Report and audit',
} as const

export interface Page {
  /** Markdown, headed by one `# Title` line. People's text in it is escaped already. */
  readonly text: string
  /**
   * Ids of the records whose text it states, or names of kinds (`People`, `Vendor`) for all of a kind. Version, owner,
   * approvers and revision table follow from their history. Empty for a page that is computed from evidence.
   */
  readonly records: readonly string[]
  /** Where it is not that of its document. */
  readonly classification?: Classification
}

/**
 * A document of the rendered tree: one page, or an index and a page for each record. A new document is one file in
 * `pages/` and its template; the registry, the index and every link follow from it.
 */
export interface DocumentDefinition {
  /** `DOC-...`: stable, printed on every page of it. */
  readonly id: string
  readonly title: string
  /** What it shows, in half a sentence. */
  readonly about: string
  /** Its first page, relative to the folder of the documents. */
  readonly path: string
  readonly part: keyof typeof documentParts
  readonly classification: Classification
  /** Where each record that it shows stands, `vendors.md#ven-aws`: what makes an id a link on every other page. */
  places?(input: RenderInput): Iterable<readonly [id: string, place: string]>
  /** Every page by its path; the first page is always among them, and says so where there is nothing to show. */
  pages(context: PageContext): ReadonlyMap<string, Page>
}

export const defineDocument = (definition: DocumentDefinition): DocumentDefinition => definition
