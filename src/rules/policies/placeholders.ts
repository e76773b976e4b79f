/** What people leave in a text to be filled in later. Brackets count only where they hold the name of a blank. */
const placeholder =
  /\{\{[^{}\n]{0,80}\}\}|\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|\bYYYY-MM-DD\b|\blorem ipsum\b|\[(?:(?:your|insert|enter|add|the) [^[\]\n]{1,60}|(?:company|organi[sz]ation|product|system|full|legal|policy|owner)? ?(?:name|company|organi[sz]ation|date|title|role|owner|version|number|xx+|\.\.\.|_+)(?: here)?)\](?!\()|<(?:your|insert|company|name|date|owner|role)[^<>\n]{0,60}>/gi

/** Placeholders in a Markdown text, outside code; columns count from 1. */
export function placeholdersIn(text: string): { line: number; column: number; mark: string }[] {
  const found: { line: number; column: number; mark: string }[] = []
  let fence: string | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined
      continue
    }
    if (fence !== undefined) continue
    const prose = line.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length))
    for (const match of prose.matchAll(placeholder)) {
      found.push({ line: index + 1, column: match.index + 1, mark: match[0] })
    }
  }
  return found
}

const emptyTalk =
  /^(?:n\/?a|none|no|nil|nothing|not applicable|not needed|tb[dca]|todo|to do|later|unknown|same|see above|standard|default|as usual|-+|\.+|\?+|x+|test|plan|rollback|revert)$/i

/** Whether a plan says nothing: a filler, or fewer than two words. */
export function isEmptyTalk(text: string): boolean {
  const plain = text.trim().replace(/(?<![\s.!])[\s.!]+$/, '')
  return emptyTalk.test(plain) || plain.split(/\s+/).length < 2 || placeholdersIn(text).length > 0
}
