import { escapeOf, visible } from '../model/visible-text.ts'

/**
 * Text of a person's file for one line of a terminal or a log: whatever could move the cursor, recolour, reorder or forge
 * lines is shown as an escape, line ends and tabs included.
 */
export const printable = (text: string): string => visible(text).replace(/[\t\n\r]/g, escapeOf)
