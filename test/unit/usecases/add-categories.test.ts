import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { addCategories } from '../../../src/usecases/add-categories.ts'
import { check } from '../../../src/usecases/check.ts'
import { overlayFiles } from '../../../src/usecases/overlay-files.ts'
import type { Category } from '../../../src/usecases/starter/init-answers.ts'
import { filesOf } from '../../support/set-up-repository.ts'
import { filledProgram, tokenValues } from '../../support/starter-program.ts'

const request = { settingsPath: 'countersign.yaml', asOf: '2026-03-02', required: [], paths: [] }
const optional: readonly Category[] = ['A', 'PI', 'C', 'P']

const textOf = (file: SourceFile): string => ('bytes' in file ? Buffer.from(file.bytes).toString() : '')
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** A program as `init` writes it, with some categories in scope. */
function programWith(
  categories: readonly Category[],
  change: (path: string, text: string) => string = (_, text) => text,
) {
  const list = `categories: [${['CC', ...categories].join(', ')}]`
  const texts = filledProgram(tokenValues, categories).map((file) => {
    const text = textOf(file).replace(/^categories: \[CC\]$/m, list)
    return [file.path, change(file.path, text)] as const
  })
  return filesOf(Object.fromEntries(texts))
}

const portsOf = (files: ReturnType<typeof programWith>) => ({
  files,
  clock: { now: () => Date.parse('2026-03-02T09:30:00Z') },
  history: () => Promise.reject(new Error('no git')),
})

async function add(wanted: readonly Category[], files: ReturnType<typeof programWith>) {
  return addCategories(request, wanted, portsOf(files))
}

describe('categories that come into a program', () => {
  test('leave it as `init` would have written it with all of them, whatever was there before', async () => {
    const split = fc.record({
      before: fc.subarray([...optional]),
      wanted: fc.subarray([...optional], { minLength: 1 }),
    })
    await fc.assert(
      fc.asyncProperty(split, async ({ before, wanted }) => {
        const added = wanted.filter((one) => !before.includes(one))
        fc.pre(added.length > 0)
        const files = programWith(before)
        const change = await add(added, files)
        const made = change.changes.map(({ path, text }) => ({ path, bytes: bytesOf(text) }))
        const after = overlayFiles(files, made)
        const all = optional.filter((one) => before.includes(one) || added.includes(one))
        const expected = programWith(all)
        const listed = await expected.list('compliance', ['.yaml', '.md'])
        const found = await after.list('compliance', ['.yaml', '.md'])
        const sorted = (list: readonly SourceFile[]) => list.map((file) => [file.path, textOf(file)]).sort()
        expect(sorted(found)).toEqual(sorted(listed))
        const { report } = await check(request, { ...portsOf(files), files: after })
        expect(report.verdict).toBe('satisfied')
        expect(change.brought.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  test('change one line of a file that is there, and keep its comments and its order', async () => {
    const files = programWith([], (path, text) =>
      path === 'compliance/program.yaml'
        ? text.replace('categories: [CC]', 'categories: # what customers ask for\n  - CC # always')
        : text,
    )
    const { changes } = await add(['P'], files)
    const edited = changes.filter(({ before }) => before !== undefined)
    expect(edited.map(({ path }) => path)).toEqual(['compliance/program.yaml'])
    expect(edited[0]?.text).toContain('categories: # what customers ask for\n  - CC # always\n  - P\n')
  })

  test('are drafts and planned, so that nothing is claimed', async () => {
    const { changes } = await add(optional, programWith([]))
    const made = changes.filter(({ before }) => before === undefined)
    const { model, problems } = readProgram(made.map(({ path, text }) => ({ path, bytes: bytesOf(text) })))
    expect(problems).toEqual([])
    expect(model.controls.size).toBeGreaterThan(20)
    expect(new Set([...model.controls.values()].map(({ value }) => value.status))).toEqual(new Set(['planned']))
    expect(new Set([...model.policies.values()].map(({ value }) => value.status))).toEqual(new Set(['draft']))
  })
})

describe('nothing is written', () => {
  test('where one of them is in scope already', async () => {
    await expect(add(['A', 'P'], programWith(['A']))).rejects.toThrow(/A \(Availability\) is in scope already/)
  })

  test('over a file that is there', async () => {
    const there = 'compliance/policies/POL-AVAILABILITY.md'
    const files = overlayFiles(programWith([]), [{ path: there, bytes: bytesOf('# Ours\n') }])
    await expect(add(['A'], files as ReturnType<typeof programWith>)).rejects.toThrow(
      /POL-AVAILABILITY\.md is there already/,
    )
  })

  test('where an id is taken, in whatever file', async () => {
    const files = programWith([], (path, text) =>
      path === 'compliance/risks/RGR-MAIN.yaml' ? text.replaceAll('RSK-KEYPERSON', 'RSK-CAPACITY') : text,
    )
    await expect(add(['A'], files)).rejects.toThrow(
      /RSK-CAPACITY is there already, in compliance\/risks\/RGR-MAIN\.yaml/,
    )
  })

  test('where there is no program, or more than one', async () => {
    await expect(add(['A'], filesOf({}))).rejects.toThrow(/There is no program to add a category to/)
    const two = programWith([], (path, text) =>
      path === 'compliance/program.yaml' ? `${text}---\n${text.replace('PRG-MAIN', 'PRG-OTHER')}` : text,
    )
    await expect(add(['A'], two)).rejects.toThrow(/There is more than one Program/)
  })
})
