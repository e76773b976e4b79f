import { beforeAll, describe, expect, test } from 'vitest'
import { checkCompleteness } from '../../../src/render/check-completeness.ts'
import { checkPages } from '../../../src/render/check-pages.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import type { RenderInput } from '../../../src/render/render-input.ts'
import { inputsOfEveryPage } from '../../support/every-page.ts'
import { structureFaults } from '../../support/markdown-structure.ts'

let trees: readonly { readonly input: RenderInput; readonly files: ReadonlyMap<string, string> }[] = []
beforeAll(async () => {
  trees = (await inputsOfEveryPage()).map((input) => ({ input, files: renderDocuments(input) }))
}, 120_000)

describe('the documents of the shipped example and of the fixtures', () => {
  test('lead somewhere with every link, are found in three clicks, and are short enough', () => {
    for (const { input, files } of trees) {
      const known = new Set(input.commits.keys())
      const repository =
        input.repositoryUrl === undefined
          ? undefined
          : { url: input.repositoryUrl, isKnown: (sha: string) => known.has(sha) }
      expect(checkPages(files, repository)).toEqual([])
    }
  })

  test('leave nothing of the assessment out', () => {
    for (const { input, files } of trees) expect(checkCompleteness(input.assessment, files)).toEqual([])
  })

  test('are whole pages', () => {
    for (const { files } of trees) {
      const paths = new Set(files.keys())
      const pages = [...files].filter(([path]) => path.endsWith('.md'))
      expect(pages.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    }
  })
})
