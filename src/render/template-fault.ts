import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

/** A place in a template that somebody wrote. */
export interface TemplatePlace {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

/** That a template of one's own cannot be used: what is wrong at which place, and what to do. */
export const templateFault = ({ file, line, column }: TemplatePlace, what: string, remedy: string): Refusal =>
  new Refusal(exitStatus.usage, `${file}:${line}:${column}: ${what}`, remedy)
