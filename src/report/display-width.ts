/** Characters that take two columns of a terminal (East Asian wide and full-width, emoji), and marks that take none. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u
const combining = /\p{Mn}|\p{Me}/u

/**
 * Columns that text takes in a terminal, as nearly as it can be said without asking the terminal.
 * @see https://www.unicode.org/reports/tr11/
 */
export function displayWidth(text: string): number {
  let width = 0
  for (const mark of text) width += combining.test(mark) ? 0 : wide.test(mark) ? 2 : 1
  return width
}
