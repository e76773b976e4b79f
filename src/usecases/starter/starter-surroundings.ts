import { kinds } from '../../model/kinds.gen.ts'
import { starter } from '../starter.gen.js'

/** A file beside the program that may be there already, for purposes of its owner. */
export interface Surrounding {
  readonly path: string
  /** The whole file, where there is none. */
  readonly text: string
  /** What an existing file lacks; undefined where it has all of it. */
  missingIn(existing: string): string | undefined
  /** Whether what is missing can be put at the end of the file as it is. */
  readonly appends: boolean
}

interface Place {
  readonly program: string
  /** Logins of those who answer for the program. */
  readonly owners: readonly string[]
}

export const surroundings = (place: Place): readonly Surrounding[] => [
  codeOwners('.github/CODEOWNERS', place),
  gitAttributes(place),
  preCommit(place),
  editorSettings(place),
  editorExtensions,
]

/** Where GitHub looks for code owners, in its order. */
export const codeOwnersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

/** Lines for CODEOWNERS: of several that match a path, the last one counts. */
export function codeOwners(path: string, { program, owners }: Place): Surrounding {
  const names = owners.map((login) => `@${login}`).join(' ')
  const lines = [
    '# The compliance program, its settings, and the workflows that judge by it.',
    `/${program}/ ${names}`,
    '# Everybody writes change requests; the gate asks for their approval.',
    `/${program}/changes/`,
    `/countersign.yaml ${names}`,
    `/.github/ ${names}`,
    ...(path.startsWith('.github/') ? [] : [`/${path} ${names}`]),
  ]
  return { path, text: `${lines.join('\n')}\n`, appends: true, missingIn: missingLines(lines) }
}

/** Copies of schemas are made by a program; GitHub folds their diff. Records are never marked so. */
function gitAttributes({ program }: Place): Surrounding {
  const lines = [`${program}/.schemas/** linguist-generated`]
  return { path: '.gitattributes', text: `${lines.join('\n')}\n`, appends: true, missingIn: missingLines(lines) }
}

function missingLines(lines: readonly string[]): Surrounding['missingIn'] {
  return (existing) => {
    const there = new Set(existing.split(/\r?\n/).map((line) => line.trim().replace(/\s+/g, ' ')))
    const missing = lines.filter((line) => !there.has(line.trim()))
    return missing.every((line) => line.startsWith('#')) ? undefined : `${missing.join('\n')}\n`
  }
}

/** A hook for pre-commit. It runs for nobody who has not said `pre-commit install`. */
function preCommit({ program }: Place): Surrounding {
  const folder = program.replaceAll('.', '\\.')
  const repository = `  - repo: local
    hooks:
      - id: countersign-check
        name: Countersign
        language: system
        # \`countersign\` has to be on PATH. Where it is not, name the built file: node /path/to/countersign/dist/cli.js check
        entry: countersign check
        files: ^(?:${folder}/.*\\.(?:ya?ml|md)|countersign\\.yaml)$
        require_serial: true
`
  return {
    path: '.pre-commit-config.yaml',
    text: `# Checks the records before they are committed. Nothing runs until you say \`pre-commit install\` in your clone.\nrepos:\n${repository}`,
    appends: false,
    missingIn: (existing) => (existing.includes('countersign') ? undefined : repository),
  }
}

/** Schemas for files whose first line does not name one yet: a new record is helped from its first letter on. */
function editorSettings({ program }: Place): Surrounding {
  const inFolders = kinds.flatMap(({ folder, file }) =>
    folder === undefined ? [] : [[file, `${program}/${folder}/*.yaml`] as const],
  )
  const single = starter.files.flatMap(({ path, text }) => {
    const file = /^# yaml-language-server: \$schema=\.schemas\/v1\/([\w-]+\.json)$/m.exec(text)?.[1]
    return file === undefined || path.includes('/') ? [] : [[file, `${program}/${path}`] as const]
  })
  const globs = new Map<string, string[]>([['config.json', ['countersign.yaml']]])
  for (const [file, glob] of [...inFolders, ...single]) globs.set(file, [...(globs.get(file) ?? []), glob])
  const schemas = Object.fromEntries(
    [...globs].map(([file, list]) => [`./${program}/.schemas/v1/${file}`, list]).sort(byFirst),
  )
  const text = `${JSON.stringify({ 'yaml.schemas': schemas }, null, 2)}\n`
  return {
    path: '.vscode/settings.json',
    text,
    appends: false,
    missingIn: (existing) => (existing.includes(`${program}/.schemas/v1/`) ? undefined : text),
  }
}

const byFirst = ([a = '']: readonly unknown[], [b = '']: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1)

const editorExtensions: Surrounding = {
  path: '.vscode/extensions.json',
  text: `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, null, 2)}\n`,
  appends: false,
  missingIn: (existing) =>
    existing.includes('redhat.vscode-yaml') ? undefined : '"recommendations": ["redhat.vscode-yaml"]\n',
}
