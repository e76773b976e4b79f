import { escapeOf, visible } from '../model/visible-text.ts'

/**
 * Text of a person's file for one line of a terminal or a log: whatever could move the cursor, recolour, reorder or forge
 * lines is shown as an escape, line ends and tabs included. So is what the runner of GitHub would obey in the log of a job:
 * `::` at the beginning of a line, `##[` anywhere.
 */
export const printable = (text: string): string =>
  visible(text)
    .replace(/[\t\n\r]/g, escapeOf)
    .replace(/^( *):(?=:)/, (_all, indent: string) => `${indent}${escapeOf(':')}`)
    .replaceAll('##[', `#${escapeOf('#')}[`)
