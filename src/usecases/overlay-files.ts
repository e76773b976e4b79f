import type { SourceFile } from '../model/program-model.ts'
import type { FileSource } from '../ports/files.ts'

/** Files as they would be after some were written, or are in an editor that has not saved them. */
export function overlayFiles(files: FileSource, made: readonly SourceFile[]): FileSource {
  const laid = new Map(made.map((file) => [file.path, file]))
  return {
    async list(folder, endings) {
      const found = new Map((await files.list(folder, endings)).map((file) => [file.path, file]))
      const inside = folder === '' || folder === '.' ? '' : `${folder}/`
      for (const [path, file] of laid) {
        if (path.startsWith(inside) && endings.some((ending) => path.endsWith(ending))) found.set(path, file)
      }
      return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    },
    read: async (path) => laid.get(path) ?? (await files.read(path)),
  }
}
