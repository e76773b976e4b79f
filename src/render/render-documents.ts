import { createHash } from 'node:crypto'
import { formatPin } from '../evidence/pin.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import { documentFrame } from './document-frame.ts'
import { pageContext } from './page-context.ts'
import { compare } from './page-text.ts'
import { allDocuments } from './pages/registry.gen.ts'
import type { RenderInput } from './render-input.ts'

/** The tree is made by a program: GitHub folds its files away in the diff of a pull request. */
export const attributes = '* -text linguist-generated\n'

export const pinPath = 'PIN'

/**
 * All control documents, by path relative to their folder, sorted. The same input gives the same bytes: nothing of it
 * depends on the clock, the machine or the order in which records and files came.
 *
 * What looks like a secret in a program or in the evidence is not shown in a document, which more people read.
 *
 * Without a log there is no PIN, because there is nothing to be pinned to.
 */
export function renderDocuments(input: RenderInput): ReadonlyMap<string, string> {
  const context = pageContext(input, allDocuments)
  const frame = documentFrame(context)
  const pages = allDocuments.flatMap((document) =>
    [...document.pages(context)].map(([path, page]) => [path, redactText(tidy(frame(document, path, page)))] as const),
  )
  const files = [...pages, ['.gitattributes', attributes] as const].sort(([a], [b]) => compare(a, b))
  const { checkpoint, sourceCommit, tool } = input.pin
  if (checkpoint === undefined) return new Map(files)
  const pin = formatPin({
    schema: 'countersign/pin/v1',
    checkpoint,
    sourceCommit,
    asOf: input.assessment.basis.asOf,
    tool,
    pages: new Map(files.map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')])),
  })
  return new Map([...files, [pinPath, pin] as const].sort(([a], [b]) => compare(a, b)))
}

/** LF, no blank lines at the end but one line feed. */
export const tidy = (text: string): string => `${text.replace(/\r\n?/g, '\n').trimEnd()}\n`
