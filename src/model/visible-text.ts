/**
 * Characters that show nothing but move, hide or reorder text, or carry text that nobody sees: controls, marks of direction
 * (Trojan Source, CVE-2021-42574), separators, fillers, tags, and halves of a character.
 */
const invisible =
  /\u034f|\u17b4|\u17b5|[\u180b-\u180f]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\p{Cs}]/gu

/** Text in which each invisible character is shown as its escape, `\u202e`. Line ends and tabs stay. */
export const visible = (text: string): string => text.replace(invisible, escapeOf)

/** The escape of a character as JavaScript and JSON write it. */
export function escapeOf(mark: string): string {
  const hex = (mark.codePointAt(0) ?? 0).toString(16)
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
