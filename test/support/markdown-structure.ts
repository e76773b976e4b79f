/** What is wrong with the structure of a page that a program made, one line each. */
export function structureFaults(path: string, text: string, paths: ReadonlySet<string>): readonly string[] {
  const faults: string[] = []
  const lines = text.split('\n')
  let fence = ''
  let columns = 0
  let open = 0
  const fault = (line: number, what: string) =>
    faults.push(`${path}:${line + 1}: ${what}: ${lines[line]?.slice(0, 120)}`)
  if (/\r|\n\n\n\n|[^\n]$|\n\n$/.test(text)) faults.push(`${path}: line ends`)
  for (const [at, line] of lines.entries()) {
    const marks = /^`{3,}/.exec(line)?.[0] ?? ''
    if (fence !== '') {
      if (line === fence) fence = ''
      continue
    }
    if (marks !== '') {
      fence = marks
      continue
    }
    const bare = line.replace(/\\./g, '..')
    const cells = bare.startsWith('|') ? bare.split('|').length - 2 : 0
    if (cells > 0 && columns > 0 && cells !== columns) fault(at, `${cells} cells in a table of ${columns}`)
    if (cells > 6) fault(at, 'more than six columns')
    columns = cells
    const rest = bare.replace(
      /<\/?(details|summary|code)>|<br>|<span>\$<\/span>|<a id="[a-z0-9-]+"><\/a>|<https?:\/\/[^>]*>/g,
      '',
    )
    if (rest.includes('<')) fault(at, 'HTML')
    if (/(^|[^A-Za-z0-9_&])@[A-Za-z0-9]/.test(rest)) fault(at, 'a mention')
    if (rest.includes('$')) fault(at, 'a dollar sign')
    open += (line.match(/<details>/g)?.length ?? 0) - (line.match(/<\/details>/g)?.length ?? 0)
    for (const [, target = ''] of bare.matchAll(/\]\(([^)]*)\)/g)) {
      if (/^<?https?:\/\//.test(target) || target.startsWith('#')) continue
      const [file = ''] = target.split('#')
      const found = new URL(file, `file:///${path}`).pathname.slice(1)
      if (!paths.has(found)) fault(at, `a link to ${found}, which is not there`)
    }
  }
  if (fence !== '') faults.push(`${path}: an open fence`)
  if (open !== 0) faults.push(`${path}: details that do not match`)
  return faults
}
