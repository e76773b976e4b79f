import type { SourceFile } from '../model/program-model.ts'
import type { Files } from '../ports/files.ts'

/** Files as they would be after some texts were written; nothing is. */
export function overlayFiles(files: Files, changed: ReadonlyMap<string, string>): Files {
  const made = new Map([...changed].map(([path, text]) => [path, { path, bytes: new TextEncoder().encode(text) }]))
  return {
    async list(folder, endings) {
      const found = new Map<string, SourceFile>((await files.list(folder, endings)).map((file) => [file.path, file]))
      const inside = folder === '' || folder === '.' ? '' : `${folder}/`
      for (const [path, file] of made) {
        if (path.startsWith(inside) && endings.some((ending) => path.endsWith(ending))) found.set(path, file)
      }
      return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    },
    read: async (path) => made.get(path) ?? (await files.read(path)),
    write: () => Promise.reject(new Error('files that are only looked at cannot be written')),
  }
}
