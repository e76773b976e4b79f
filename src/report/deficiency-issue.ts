import { blockText, inlineText } from '../model/markdown-text.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Deficiency } from '../model/records.ts'
import { visible } from '../model/visible-text.ts'

export interface DeficiencyIssue {
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
}

const longest = 60_000

/**
 * The issue of a deficiency. It begins with a marker that nobody sees, by which the next run finds it. Text of people pings
 * nobody and refers to nothing.
 */
export function deficiencyIssue(deficiency: Deficiency, due: string, model: ProgramModel): DeficiencyIssue {
  const { id, title, description, status, severity, type, control, opened, owner, remediation, retest } = deficiency
  const who = (name: string) =>
    inlineText(model.people.get(name)?.value.name ?? model.roles.get(name)?.value.title ?? name)
  const named = control === undefined ? undefined : model.controls.get(control)?.value.title
  const rows: readonly (readonly [string, string])[] = [
    ['Status', status],
    ['Severity', severity],
    ['Kind', type === 'design' ? 'the design of the control' : 'the operation of the control'],
    ...(control === undefined ? [] : [['Control', inlineText(`${control} ${named ?? ''}`)] as const]),
    ['Opened', opened],
    ['Due', due],
    ['Owner', who(owner)],
    ...(remediation?.fixed === undefined ? [] : [['Mended', remediation.fixed] as const]),
    ...(retest === undefined
      ? []
      : [['Tested again', `${retest.at}: ${retest.result} (claimed: ${who(retest.by)})`] as const]),
  ]
  const text = [
    markerOf(id),
    `**${inlineText(title)}**`,
    '',
    '| What | Value |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    blockText(description.slice(0, 8000)),
    '',
    '---',
    `Written from the record ${id} of the program, which counts: change that one. This issue is closed when the record is.`,
    '',
  ]
  return {
    // A word joiner after `@`, which shows nothing: titles are no Markdown.
    title: visible(`${id}: ${title}`).replaceAll('@', '@\u2060').replace(/\s+/g, ' ').slice(0, 250),
    body: text.join('\n').slice(0, longest),
    state: status === 'closed' ? 'closed' : 'open',
  }
}

const markerOf = (id: string) => `<!-- countersign:deficiency ${id} -->`

/** Id in the marker of an issue; undefined where it does not begin with one. */
export const deficiencyOfIssue = (body: string): string | undefined =>
  /^<!-- countersign:deficiency (DEF-[A-Z0-9-]{1,60}) -->(?:\r?\n|$)/.exec(body)?.[1]
