/** Words that bind: RFC 2119 and what policies use besides. */
const binding = /\b(?:must|shall|required?|requires|prohibited|forbidden|may not|never|mandatory)\b/i

export const bindsSomebody = (text: string): boolean => binding.test(text)

/** The sentences of a Markdown text that oblige somebody, as they read without layout. */
function dutiesIn(text: string): Set<string> {
  // A mark for a control changes nobody's duty.
  const paragraphs = text.replace(/<!--[^<>]{0,500}-->/g, '').split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#|\|)\s?)/)
  const sentences = paragraphs.flatMap((paragraph) => paragraph.replace(/\s+/g, ' ').split(/(?<=[.!?])\s+(?=\S)/))
  return new Set(sentences.map((sentence) => sentence.replace(/^[-*+#|\s]+|[*_`|]/g, '').trim()).filter(bindsSomebody))
}

/** Duties that only one of two texts holds: removed, added or worded differently; the removed ones first. */
export function changedDuties(before: string, after: string): string[] {
  const old = dutiesIn(before)
  const now = dutiesIn(after)
  return [...[...old].filter((duty) => !now.has(duty)), ...[...now].filter((duty) => !old.has(duty))]
}
