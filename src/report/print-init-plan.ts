import { printable } from './printable.ts'

interface Lines {
  readonly path: string
  readonly text: string
}

interface Addition extends Lines {
  /** The file as it is, where the text goes to its end. */
  readonly appendTo: string | undefined
}

/**
 * What would be written, as a unified diff that `git apply` takes: new files, and lines for the end of files that are there. Text
 * is shown as it is, since it is our own; what stands in files of others only shows as context, with control characters
 * escaped, and such a file is left to be changed by hand.
 */
export function printInitDiff(files: readonly Lines[], byHand: readonly Addition[]): string {
  const added = byHand.flatMap(({ path, text, appendTo }) =>
    appendTo === undefined ? [] : [appended(path, appendTo, text)],
  )
  return [...files.map(({ path, text }) => created(path, text)), ...added].join('')
}

/** Lines of a text that ends in a line break. */
const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n')

function created(path: string, text: string): string {
  const lines = linesOf(text)
  const head = `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n`
  return `${head}${lines.map((line) => `+${line}\n`).join('')}`
}

/** Three lines of context, as diffs have, so that the place is found. */
function appended(path: string, before: string, text: string): string {
  const old = before === '' ? [] : linesOf(before)
  const context = old.slice(-3)
  const start = old.length - context.length + 1
  const lines = linesOf(text)
  const isCut = before !== '' && !before.endsWith('\n')
  const last = context.at(-1) ?? ''
  const kept = isCut ? context.slice(0, -1) : context
  const body = [
    ...kept.map((line) => ` ${line}`),
    // A last line without an end gets one, which is a change of that line.
    ...(isCut ? [`-${last}`, '\\ No newline at end of file', `+${last}`] : []),
    ...lines.map((line) => `+${line}`),
  ]
  const from = old.length === 0 ? '0,0' : `${start},${context.length}`
  const to = `${old.length === 0 ? 1 : start},${context.length + lines.length}`
  const head = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -${from} +${to} @@\n`
  return `${head}${body.map((line) => `${printableButTabs(line)}\n`).join('')}`
}

const printableButTabs = (line: string): string => line.split('\t').map(printable).join('\t')

/** What a person has to put into files of theirs. */
export function printByHand(byHand: readonly Addition[]): string {
  return byHand
    .map(({ path, text, appendTo }) => {
      const how = appendTo === undefined ? 'merge into it' : 'put at its end'
      const lines = linesOf(text).map((line) => `    ${line}\n`)
      return `${printable(path)} is there already and stays as it is. By hand, ${how}:\n${lines.join('')}`
    })
    .join('')
}
