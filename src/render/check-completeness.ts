import type { Assessment } from '../assess/assessment.ts'
import { byPlace, type PageFault } from './check-pages.ts'
import { deviationWords } from './deviation-rows.ts'

/**
 * Whether every deviation, exception in force, missing evidence and everything that is not evaluated stands on a page: none
 * of it may be filtered away, by a template or by a limit.
 *
 * It looks for what a reader would look for, in one line each: a deviation by its day with its record (where there is none,
 * the kind), anything else by its id with the words of its state.
 *
 * @returns what is on no page; the path names the page where it belongs
 */
export function checkCompleteness(assessment: Assessment, files: ReadonlyMap<string, string>): readonly PageFault[] {
  const needed: { readonly facts: string; readonly fault: PageFault }[] = []
  const need = (facts: string, path: string, what: string) =>
    needed.push({ facts, fault: { rule: 'RPT-003', path, line: 0, what: `${what} is on no page` } })
  const said = new Set<string>()
  for (const { day, kind, record, control, what } of assessment.deviations) {
    const path = control === undefined ? 'README.md' : `controls/${control}.md`
    const facts = record === undefined ? `${day} ${deviationWords[kind].toLowerCase()}` : `${day} record ${record}`
    if (said.has(facts)) continue
    said.add(facts)
    need(facts, path, `the deviation of ${day}, ${record === undefined ? what : `record ${record}`},`)
  }
  for (const { id, state, waivedBy, requirements } of assessment.controls.values()) {
    const path = `controls/${id}.md`
    if (state === 'not-evaluated') need(`${id} not evaluated`, path, `that ${id} is not evaluated`)
    for (const exception of waivedBy)
      need(`${exception.id} ${exception.untilDay}`, path, `the exception ${exception.id}`)
    for (const requirement of requirements)
      if (requirement.state === 'missing')
        need(`${requirement.id} missing`, path, `that the evidence ${requirement.id} is missing`)
  }
  for (const { id, state } of assessment.criteria.values())
    if (state === 'not-evaluated') need(`${id} not evaluated`, `criteria/${id}.md`, `that ${id} is not evaluated`)
  const missing = missingFrom(files, new Set(needed.map(({ facts }) => facts)))
  return needed.flatMap(({ facts, fault }) => (missing.has(facts) ? [fault] : [])).sort(byPlace)
}

const ids = /(?<![\w.-])(?:[A-Z]{2,5}-[A-Z0-9]+(?:-[A-Z0-9]+)*|(?:CC|PI|A|C|P)\d{1,2}\.\d{1,2})(?![\w-])/g
const states = ['not evaluated', 'missing', ...Object.values(deviationWords).map((word) => word.toLowerCase())]

/** Those of the facts that stand nowhere together in one line, or in a title and the sentence under it. */
function missingFrom(files: ReadonlyMap<string, string>, facts: ReadonlySet<string>): ReadonlySet<string> {
  const missing = new Set(facts)
  for (const [path, text] of files) {
    if (missing.size === 0) break
    if (!path.endsWith('.md')) continue
    let title = ''
    let group = ''
    for (const line of text.split('\n')) {
      if (line.startsWith('# ')) title = line
      if (/^#{2,} /.test(line)) group = line
      const named = new Set([...(line.match(ids) ?? []), ...(line.startsWith('**') ? (title.match(ids) ?? []) : [])])
      const days = new Set(line.match(/\d{4}-\d{2}-\d{2}/g))
      if (named.size === 0 && days.size === 0) continue
      const lower = line.toLowerCase()
      const said = states.filter(
        (state) => lower.includes(state) || (line.startsWith('|') && group.toLowerCase().includes(state)),
      )
      for (const id of named) {
        for (const state of said) missing.delete(`${id} ${state}`)
        for (const day of days) missing.delete(`${id} ${day}`)
      }
      if (days.size === 0) continue
      const records = new Set([...line.matchAll(/\brecord (\d+)/g)].map(([whole]) => whole))
      for (const day of days) for (const other of [...records, ...said]) missing.delete(`${day} ${other}`)
    }
  }
  return missing
}
