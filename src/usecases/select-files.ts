import { matcherOf } from '../gate/match-paths.ts'
import { nearest } from '../model/nearest.ts'

export interface FileSelection {
  isSelected(file: string): boolean
  /** Whether no file of the program is selected. */
  readonly selectsNothing: boolean
  /** What a person probably did not mean: paths that are not there, patterns that match nothing. */
  readonly notes: readonly string[]
}

/**
 * Selects files as a person names them. A path means itself and, if it is a folder, everything in it; one with `*`, `?` or
 * `[` also what it matches (`*` within a part, `**` across parts), from the root and not at any depth, as a shell would expand
 * it; `!` in front takes away. The last that matches a file decides.
 *
 * @param paths relative to the root; `''` is the root
 * @param files of the program
 * @param exists whether something of the repository has this path
 */
export async function selectFiles(
  paths: readonly string[],
  files: readonly string[],
  exists: (path: string) => Promise<boolean>,
): Promise<FileSelection> {
  const tests = paths.map(toTest)
  const first = tests[0]?.takesAway === true
  const isSelected = (file: string): boolean =>
    tests.reduce((selected, { takesAway, matches }) => (matches(file) ? !takesAway : selected), first)
  const notes: string[] = []
  for (const { body, isPattern, matches } of tests) {
    if (files.some(matches) || (await exists(body))) continue
    const near = isPattern ? undefined : probablyMeant(body, files)
    const guess = near === undefined ? '' : ` Did you mean \`${near}\`?`
    notes.push(
      isPattern
        ? `No file of the program matches \`${body}\`.`
        : `There is no file or folder \`${body}\` in the repository.${guess}`,
    )
  }
  return { isSelected, selectsNothing: !files.some(isSelected), notes }
}

function toTest(path: string) {
  const takesAway = path.startsWith('!')
  const body = takesAway ? path.slice(1) : path
  const isPattern = /[*?[]/.test(body)
  const pattern = isPattern ? matcherOf(`/${body}`) : undefined
  const matches = (file: string): boolean =>
    body === '' || file === body || file.startsWith(`${body}/`) || hides(file, body) || pattern?.(file) === true
  return { takesAway, body, isPattern, matches }
}

/** A folder that cannot be read is listed like a file: what is asked for may lie behind it. */
const hides = (file: string, body: string): boolean => file === '' || file === '.' || body.startsWith(`${file}/`)

/** A file of the same name elsewhere, or one in the same folder with nearly the same name. */
function probablyMeant(path: string, files: readonly string[]): string | undefined {
  const [folder, name] = partsOf(path)
  const twin = files.find((file) => partsOf(file)[1] === name)
  if (twin !== undefined) return twin
  const stemOf = (one: string) => one.replace(/\.[^.]*$/, '')
  const siblings = files.filter((file) => partsOf(file)[0] === folder)
  const near = nearest(
    stemOf(name),
    siblings.map((file) => stemOf(partsOf(file)[1])),
  )
  return siblings.find((file) => stemOf(partsOf(file)[1]) === near)
}

function partsOf(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/') + 1
  return [path.slice(0, at), path.slice(at)]
}
