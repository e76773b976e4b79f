import { printable } from './printable.ts'
import { unifiedDiff } from './unified-diff.ts'

interface Lines {
  readonly path: string
  readonly text: string
}

interface Addition extends Lines {
  /** The file as it is, where the text goes to its end. */
  readonly appendTo: string | undefined
}

/** What would be written, as a diff that `git apply` takes: new files, and lines for the end of files that are there. */
export const printInitDiff = (files: readonly Lines[], byHand: readonly Addition[]): string =>
  [
    ...files.map(({ path, text }) => unifiedDiff(path, undefined, text)),
    ...byHand.map(({ path, text, appendTo }) =>
      appendTo === undefined ? '' : unifiedDiff(path, appendTo, `${withEnd(appendTo)}${text}`),
    ),
  ].join('')

const withEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** Lines of a text that ends in a line break. */
const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n')

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
