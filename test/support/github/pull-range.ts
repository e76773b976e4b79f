/** What a pull request brings, counted in git: its commits, its files and whether it merges cleanly. */
import { shaOf } from './git.ts'
import { commitsBetween, filesBetween, mergeBase } from './git-read.ts'
import { mergedTree } from './git-write.ts'
import type { Pull } from './world.ts'

/** The commit that the pull request is compared with: the base's tip now, or just before it was merged. */
async function comparedWith(pull: Pull): Promise<string> {
  if (pull.mergedAt !== null) return pull.baseSha
  return (await shaOf(pull.repo.dir, pull.baseRef)) ?? pull.baseSha
}

/** All commits, oldest first: the API lists 250 of them at most. */
export async function pullCommits(pull: Pull): Promise<readonly string[]> {
  return await commitsBetween(pull.repo.dir, await comparedWith(pull), pull.headSha)
}

/** All files: the API lists 3,000 of them at most. */
export async function pullFiles(pull: Pull) {
  return await filesSince(pull, await comparedWith(pull))
}

async function filesSince(pull: Pull, base: string) {
  const from = (await mergeBase(pull.repo.dir, base, pull.headSha)) ?? base
  return await filesBetween(pull.repo.dir, from, pull.headSha)
}

export async function pullSize(pull: Pull) {
  const base = await comparedWith(pull)
  const [commits, files, tree] = await Promise.all([
    commitsBetween(pull.repo.dir, base, pull.headSha),
    filesSince(pull, base),
    pull.state === 'open' ? mergedTree(pull.repo.dir, base, pull.headSha) : undefined,
  ])
  return {
    commits: commits.length,
    changed_files: files.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    mergeable: tree !== undefined,
  }
}
