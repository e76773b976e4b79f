import { beforeAll, describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { checkCompleteness } from '../../../src/render/check-completeness.ts'
import { checkPages } from '../../../src/render/check-pages.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import type { RenderInput } from '../../../src/render/render-input.ts'
import { inputsOfEveryPage } from '../../support/every-page.ts'
import { logOf, merged, type Unplaced } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'

/** Over all pages, PIN left out: the numbers that the merge is counted in, and its own rows. */
const mostLines = 40

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

  test('change in few lines for one more record of a merge', async () => {
    const before = trees.at(-1)
    if (before === undefined) throw new Error('there is no tree')
    const { log, model } = before.input
    const more = logOf(
      ...log.map(({ index: _index, digest: _digest, ...record }) => record as Unplaced),
      merged(9999, { at: '2026-06-16T10:00:00Z' }),
    )
    const assessment = assessProgram(model, more, before.input.assessment.basis.asOf, { protectedBranch: 'main' })
    const after = renderDocuments({ ...before.input, log: more, assessment })
    let lines = 0
    for (const [path, text] of after) {
      if (path === 'PIN') continue
      const known = new Set(before.files.get(path)?.split('\n'))
      lines += text.split('\n').filter((line) => !known.has(line)).length
    }
    expect(lines).toBeLessThanOrEqual(mostLines)
    expect(lines).toBeGreaterThan(3)
  })
})
