import { onlyProgram } from '../../assess/assess-program.ts'
import { redactText } from '../../model/secrets/redact-text.ts'
import { type DocumentDefinition, defineDocument } from '../define-document.ts'
import { type PageContext, pageContext } from '../page-context.ts'
import { compare, orNothing } from '../page-text.ts'
import { attributes, tidy } from '../render-documents.ts'
import type { RenderInput } from '../render-input.ts'
import { withoutDeadLinks } from './dead-links.ts'
import { policyPage, policyRow, publicPolicies, publicPolicyPath } from './public-policies.ts'

export interface PublicEdition {
  /** By path; empty where nothing is public. */
  readonly files: ReadonlyMap<string, string>
  /** Documents that it holds, with the places that links lead to. */
  readonly documents: readonly DocumentDefinition[]
}

/**
 * The documents for everybody: those that are public by their definition, and the policies in force whose record says that
 * they are. Nothing else goes in, and not the frame of the other edition, which names people and evidence: no approver,
 * revision, control or record of the log, no address of the repository and no PIN, whose digests are of pages that
 * outsiders do not have. It says from which commit it is made.
 *
 * @param all every document that there is
 */
export function publicEdition(input: RenderInput, all: readonly DocumentDefinition[]): PublicEdition {
  const policies = publicPolicies(input)
  const documents = [
    publicIndex,
    ...all.filter(({ classification }) => classification === 'public'),
    ...policies.map(({ policy }) =>
      defineDocument({
        id: policy.id,
        title: policy.title,
        about: '',
        path: publicPolicyPath(policy.id),
        part: 'program',
        classification: 'public',
        places: () => [[policy.id, publicPolicyPath(policy.id)]],
        pages: () => new Map(),
      }),
    ),
  ]
  const context = publicContext(input, documents)
  const own = documents.flatMap((document) =>
    [...document.pages(context)]
      .filter(([, { classification }]) => (classification ?? document.classification) === 'public')
      .map(([path, { text }]) => [path, text] as const),
  )
  const texts = policies.map((one) => [publicPolicyPath(one.policy.id), policyPage(one, context)] as const)
  const pages = new Map([...own, ...texts])
  if (pages.size === 0) return { files: pages, documents: [] }
  const rows = documents
    .filter(({ path, about }) => pages.has(path) && about !== '')
    .sort((a, b) => compare(a.title, b.title))
  const program = onlyProgram(input.model)
  pages.set(
    publicIndex.path,
    context.fill('public-index', {
      organisation: orNothing(program?.organisation.name),
      system: orNothing(program?.system.name),
      asOf: input.assessment.basis.asOf,
      documents: rows.map(({ title, path, about }) => ({ link: `[${title}](${path})`, about })),
      policies: policies.map(policyRow),
      footer: context.footer(''),
    }),
  )
  const paths = new Set(pages.keys())
  const files = [...pages].map(([path, text]) => [path, redactText(tidy(withoutDeadLinks(text, path, paths)))] as const)
  return {
    files: new Map([...files, ['.gitattributes', attributes] as const].sort(([a], [b]) => compare(a, b))),
    documents,
  }
}

const publicIndex = defineDocument({
  id: 'DOC-PUBLIC-INDEX',
  title: 'Index',
  about: '',
  path: 'README.md',
  part: 'report',
  classification: 'public',
  pages: () => new Map(),
})

/** Links lead to public pages alone, and none into the repository; the foot says from what the page was made. */
function publicContext(input: RenderInput, documents: readonly DocumentDefinition[]): PageContext {
  const context = pageContext({ ...input, repositoryUrl: undefined }, documents)
  const { sourceCommit, tool } = input.pin
  return {
    ...context,
    footer: (root) =>
      [
        '---',
        '',
        `[Index](${root}README.md) · Public edition, made from commit ${context.commit(sourceCommit)} as of ${input.assessment.basis.asOf} by ${tool}.`,
        '',
        "Management's evaluation, not an auditor's opinion.",
      ].join('\n'),
  }
}
