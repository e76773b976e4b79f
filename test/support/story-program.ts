import type { DemoRepository } from '../../src/dev/demo-repository.ts'
import { inOrder, pushedCommit } from '../../src/dev/demo-steps.ts'
import { firstEdits, story } from '../../src/dev/demo-story.ts'
import { applyEdits, StoryPlayer } from '../../src/dev/play-story.ts'
import { defaultSettings } from '../../src/model/settings.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { planInit } from '../../src/usecases/init.ts'

const commit = 'a'.repeat(40)

/** The program of the shipped example as it is at the end of its story, without a repository or a log. */
export async function storyProgram() {
  const files = new Map<string, string>()
  const repository = {
    write: (some: Readonly<Record<string, string>>) => {
      for (const [path, text] of Object.entries(some)) files.set(path, text.replaceAll(pushedCommit, commit))
    },
    read: (path: string) => files.get(path),
    tip: () => commit,
    settle: async () => undefined,
    commit: async () => commit,
    merge: async () => commit,
    branch: async (name: string) => ({ name, baseSha: commit, sha: commit, changes: [], files }),
  } as unknown as DemoRepository
  const plan = await planInit(
    {
      starter: {
        organisation: 'Example Ltd',
        system: 'Example Shop',
        categories: ['CC', 'A', 'C'],
        people: [{ id: 'ana', name: 'Ana Souza', login: 'ana-example' }],
      },
      program: defaultSettings.programFolder,
      protectedBranch: defaultSettings.protectedBranch,
    },
    {
      files: { read: async () => undefined, list: async () => [], write: async () => undefined },
      clock: { now: () => Date.parse('2025-09-01T08:00:00Z') },
    },
  )
  repository.write(Object.fromEntries(plan.files.map(({ path, text }) => [path, text])))
  applyEdits(repository, firstEdits)
  const nothing = async () => undefined
  await new StoryPlayer(repository).play(inOrder(story), {
    merged: nothing,
    deployed: nothing,
    audit: nothing,
    imported: nothing,
    stated: nothing,
  } as never)
  const read = readProgram(
    [...files]
      .filter(([path]) => path.startsWith(`${defaultSettings.programFolder}/`))
      .map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) })),
  )
  if (read.problems.length > 0) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.model
}
