import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Problem } from '../model/problem.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { decodeText } from '../read/decode-text.ts'
import { parseTemplate } from './parse-template.ts'
import { runTemplate } from './run-template.ts'
import { templateFault } from './template-fault.ts'
import { templates } from './templates.gen.js'

/** Fills a template from a view. */
export type Filler = (view: object) => string

const limits = { bytes: 256 * 1024, files: 200 }

/** The frame of a page says whose it is and who approved it, and a packet proves an item: that is no matter of taste. */
const kept: ReadonlySet<string> = new Set(['frame', 'frame-end', 'packet'])

/**
 * The templates of a program that replace built-in ones, one by one: each is read once in a run.
 *
 * @param files every `.hbs` file below `folder`, of the commit that is rendered
 * @param folder path of the templates of the program, for example `compliance/templates`
 * @throws Refusal (2) for the first one that is unknown, unreadable or does what a template cannot do
 */
export function ownTemplates(files: readonly SourceFile[], folder: string): ReadonlyMap<string, Filler> {
  if (files.length > limits.files)
    throw new Refusal(
      exitStatus.usage,
      `There are ${files.length} templates below ${folder}; the limit is ${limits.files}`,
      'Remove those that change nothing.',
    )
  const known = Object.keys(templates).filter((name) => !kept.has(name))
  const fillers = new Map<string, Filler>()
  for (const file of files) {
    const place = { file: file.path, line: 1, column: 1 }
    const name = file.path.slice(folder.length + 1).replace(/\.hbs$/, '')
    if (kept.has(name)) throw templateFault(place, `${name} is the same for every program`, 'Remove the file.')
    if (!known.includes(name)) {
      const near = nearest(name, known)
      const remedy = near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}.hbs?`
      throw templateFault(place, `there is no template ${name}`, remedy)
    }
    if ('bytes' in file && file.bytes.length > limits.bytes)
      throw templateFault(place, `the template has more than ${limits.bytes} bytes`, 'Make it shorter.')
    const text = decodeText(file)
    if (text instanceof Problem) throw templateFault(text.at, text.what, text.remedy)
    const nodes = parseTemplate(file.path, text)
    fillers.set(name, (view) => runTemplate(file.path, nodes, view))
  }
  return fillers
}
