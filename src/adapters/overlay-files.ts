import type { SourceFile } from '../model/program-model.ts'
import type { FileSource } from '../ports/files.ts'

/** Files of which one is replaced, or added, by what somebody holds: the text in an editor that is not saved yet. */
export function overlayFiles(files: FileSource, file: SourceFile): FileSource {
  return {
    async list(folder, endings) {
      const others = (await files.list(folder, endings)).filter(({ path }) => path !== file.path)
      const isBelow = folder === '' || folder === '.' || file.path.startsWith(`${folder}/`)
      if (!isBelow || !endings.some((ending) => file.path.endsWith(ending))) return others
      return [...others, file].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    },
    read: async (path) => (path === file.path ? file : files.read(path)),
  }
}
