import type { Location } from '../model/location.ts'

export interface Annotation {
  readonly severity: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly at?: Location
}

/** GitHub shows this many annotations of a severity for each step, and drops the others without a word. */
const budget = 10

/** `%`, line breaks, and in properties `:` and `,`, end a part of a workflow command. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/**
 * Workflow commands for annotations, in the order given: the worst should come first. Of more than fit the last says how
 * many there are. Ends in a line break unless empty.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function printAnnotations(annotations: readonly Annotation[]): string {
  const lines = (['error', 'warning', 'notice'] as const).flatMap((severity) => {
    const all = annotations.filter((annotation) => annotation.severity === severity)
    if (all.length <= budget) return all.map(command)
    const shown = all.slice(0, budget - 1)
    const left = all.length - shown.length
    const message = `GitHub shows ${budget} of these at most; the log of this step has all ${all.length}.`
    return [...shown.map(command), command({ severity, title: `${left} more of severity ${severity}`, message })]
  })
  return lines.map((line) => `${line}\n`).join('')
}

function command({ severity, title, message, at }: Annotation): string {
  const properties: (readonly [string, string])[] = []
  if (at !== undefined) {
    properties.push(['file', at.file], ['line', String(at.line)])
    // Columns of a range over several lines would be read as if it were one line.
    if (at.endLine === at.line) {
      properties.push(['endLine', String(at.endLine)], ['col', String(at.column)])
      properties.push(['endColumn', String(Math.max(at.column, at.endColumn - 1))])
    } else properties.push(['endLine', String(at.endLine)])
  }
  properties.push(['title', title])
  return `::${severity} ${properties.map(([name, value]) => `${name}=${property(value)}`).join(',')}::${data(message)}`
}
