import type Handlebars from 'handlebars'
import runtime from 'handlebars/runtime.js'
import { templates } from './templates.gen.js'

/** The part of Handlebars that runs templates. It compiles nothing; its own types leave this entry empty. */
const handlebars = runtime as unknown as Pick<typeof Handlebars, 'template'>
const ready = new Map<string, (view: object) => string>()

/**
 * Fills one of the built-in templates. Values arrive escaped for Markdown: the template only places them.
 * @throws Error for a template that does not exist, or a value that it names and the view does not have
 */
export function fillTemplate(name: string, view: object): string {
  const found = ready.get(name)
  if (found !== undefined) return found(view)
  const spec = Object.hasOwn(templates, name) ? templates[name] : undefined
  if (spec === undefined) throw new Error(`there is no template ${name}`)
  const made: (view: object) => string = handlebars.template(spec as Parameters<typeof Handlebars.template>[0])
  ready.set(name, made)
  return made(view)
}
