import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { DocumentFiles } from '../ports/documents.ts'
import type { DocumentDefinition } from '../render/define-document.ts'
import { allDocuments } from '../render/pages/registry.gen.ts'
import { publicEdition } from '../render/public/public-edition.ts'
import type { RenderInput } from '../render/render-input.ts'
import type { EditionChoice } from './edition-choice.ts'

/**
 * The documents as they are asked for. Code that makes HTML is loaded only where it is.
 *
 * @param rendered what they are made of, and the documents in Markdown
 * @throws Refusal (3) for a public edition of a program in which nothing is public: an empty one would say something
 */
export async function renderEdition(
  { format, edition }: EditionChoice,
  rendered: { readonly input: RenderInput; readonly files: DocumentFiles },
): Promise<DocumentFiles> {
  const { files, documents } =
    edition === 'public' ? onlyPublic(rendered.input) : { ...rendered, documents: allDocuments }
  if (format === 'markdown') return files
  const [{ htmlEdition }, { htmlOptions }] = await Promise.all([
    import('../render/html/html-edition.ts'),
    import('../render/html/html-options.ts'),
  ])
  return htmlEdition(files, htmlOptions(rendered.input, documents))
}

function onlyPublic(input: RenderInput): {
  readonly files: DocumentFiles
  readonly documents: readonly DocumentDefinition[]
} {
  const made = publicEdition(input, allDocuments)
  if (made.files.size > 0) return made
  throw new Refusal(
    exitStatus.notDetermined,
    'Nothing of the program is public',
    'Classify a policy that is in force as public, in a reviewed change.',
  )
}
