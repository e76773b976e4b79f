const idShape = /^(?:[A-Z]{2,4}-[A-Z0-9-]+|[a-z][a-z0-9_-]*)$/

/** Every id in a value that could not be read as a record: what refers to one of them is not wrong because of it. */
export function idsIn(data: unknown): string[] {
  const ids: string[] = []
  const open: unknown[] = [data]
  for (let at = open.pop(); open.length > 0 || at !== undefined; at = open.pop()) {
    if (typeof at !== 'object' || at === null) continue
    for (const [key, value] of Object.entries(at)) {
      if (key === 'id' && typeof value === 'string' && value.length <= 64 && idShape.test(value)) ids.push(value)
      if (typeof value === 'object') open.push(value)
    }
  }
  return ids
}

/** The same for a text that is not even YAML: every line that looks like an id. */
export function idsInText(text: string): string[] {
  const found = text.matchAll(/^[ \t]*(?:-[ \t]+)?(?:\{[ \t]*)?id:[ \t]*["']?([A-Za-z][\w-]{0,63})/gm)
  return [...found].flatMap(([, id]) => (id !== undefined && idShape.test(id) ? [id] : []))
}

/** What the record of a file is meant to be called, by its name: `policies/POL-ACCESS.yaml`. */
export function idOfFile(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')
  return /^[A-Z]{2,4}-[A-Z0-9-]+$/.test(name) ? name : undefined
}
