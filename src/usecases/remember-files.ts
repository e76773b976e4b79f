import type { Forge } from '../ports/forge.ts'

/** The same forge, but files of a commit are read once: one run judges many pull requests by the same rules. */
export function rememberFiles(forge: Forge): Forge {
  const known = new Map<string, ReturnType<Forge['filesAt']>>()
  return {
    ...forge,
    filesAt(repository, commit, folder, endings) {
      const key = JSON.stringify([repository.owner, repository.name, commit, folder, endings])
      const found = known.get(key)
      if (found !== undefined) return found
      const asked = forge.filesAt(repository, commit, folder, endings)
      known.set(key, asked)
      // What could not be read is asked for again.
      asked.catch(() => known.delete(key))
      return asked
    },
  }
}
