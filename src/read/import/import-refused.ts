/** Where in a file: as the readers of its format count. */
export interface ImportPlace {
  /** From 1. */
  readonly line?: number
  /** Bytes before it, from 0. */
  readonly byte?: number
  /** Name of a column, or way to a value, such as `runs[0].results[3].level`. */
  readonly at?: string
}

/**
 * Why a file cannot be evidence: what is wrong, where, what to do. Nothing of the file was used then. Values of the file
 * are not quoted, because they may be secrets; names of columns and keys may be.
 */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
  /** One sentence without a full stop. */
  readonly what: string
  readonly remedy: string
  readonly place: ImportPlace
  constructor(what: string, remedy: string, place: ImportPlace = {}, options?: ErrorOptions) {
    super(`${printPlace(place)}${what}. ${remedy}`, options)
    this.what = what
    this.remedy = remedy
    this.place = place
  }
}

/** `line 3, column email: `; empty without a place. */
export function printPlace({ line, byte, at }: ImportPlace): string {
  const parts = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(byte === undefined ? [] : [`byte ${byte}`]),
    ...(at === undefined ? [] : [at]),
  ]
  return parts.length === 0 ? '' : `${parts.join(', ')}: `
}
