import { bindsSomebody } from './policy-duties.ts'

/** That a part of a text says which controls see to it, or why none does. */
export interface PolicyMark {
  /** Lines and columns count from 1; the end is exclusive. */
  readonly line: number
  readonly column: number
  readonly endColumn: number
  /** Ids, where it names controls. */
  readonly controls: readonly string[]
}

export interface PolicyDuty {
  readonly line: number
  readonly column: number
  readonly text: string
}

export interface MarkedText {
  readonly marks: readonly PolicyMark[]
  /** Paragraphs and entries of lists that oblige somebody, and that no mark speaks for. */
  readonly unmarked: readonly PolicyDuty[]
}

/** `<!-- control: CTL-A, CTL-B -->`, or `<!-- no control: why -->` */
const mark = /<!-- ?(?:control: ?([A-Z0-9-]+(?:, ?[A-Z0-9-]+)*)|no control: ?[^\s<>][^\n<>]{0,300}) ?-->/g

/**
 * Which control sees to which part of a policy. A mark in the line of a heading, or alone in the next line that is not
 * empty, speaks for everything below that heading and its sub-headings; any other mark for the paragraph, or the entry of a
 * list, in which it stands. Code and quoted text oblige nobody.
 */
export function readPolicyMarks(text: string): MarkedText {
  const marks: PolicyMark[] = []
  const unmarked: PolicyDuty[] = []
  /** Levels of the headings above that are marked. */
  let covered: number[] = []
  let heading: number | undefined
  let fence: string | undefined
  let block: { line: number; column: number; text: string; marked: boolean } | undefined
  const close = () => {
    if (block !== undefined && !block.marked && covered.length === 0 && bindsSomebody(block.text))
      unmarked.push({ line: block.line, column: block.column, text: block.text })
    block = undefined
  }
  for (const [index, line] of text.split('\n').entries()) {
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (ticks !== undefined && (fence === undefined || ticks.startsWith(fence))) {
      close()
      fence = fence === undefined ? ticks : undefined
      continue
    }
    if (fence !== undefined) continue
    const found = [...line.matchAll(mark)].map((match) => ({
      line: index + 1,
      column: match.index + 1,
      endColumn: match.index + match[0].length + 1,
      controls: match[1]?.split(/, ?/) ?? [],
    }))
    marks.push(...found)
    const plain = line.replace(mark, '').trim()
    const level = /^(#{1,6})(?:\s|$)/.exec(line)?.[1]?.length
    if (level !== undefined) {
      close()
      covered = covered.filter((above) => above < level)
      if (found.length > 0) covered.push(level)
      heading = level
    } else if (plain === '' && found.length === 0) close()
    else if (plain === '' && heading !== undefined && block === undefined) {
      covered = [...covered.filter((above) => above < (heading ?? 0)), heading]
    } else {
      heading = undefined
      if (block !== undefined && /^\s*(?:[-*+]|\d{1,9}[.)]|\|)(?:\s|$)/.test(line)) close()
      block ??= { line: index + 1, column: line.length - line.trimStart().length + 1, text: '', marked: false }
      block.text = `${block.text} ${plain.replace(/`[^`]*`/g, '')}`.trim()
      block.marked ||= found.length > 0
    }
  }
  close()
  return { marks, unmarked }
}
