import type { Location, Place, RecordPath } from '../model/location.ts'

export type NodeForm = 'scalar' | 'block' | 'flow'

/** The key in front of a value. */
export interface WrittenKey {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Turns offsets into lines and columns. The line table is made when the first place is asked for. */
export class SourceText {
  readonly file: string
  readonly text: string
  #starts: number[] | undefined
  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  /** A range of offsets as a location; an empty range is kept empty. */
  locate(start: number, end: number): Location {
    const [line, column] = this.#position(start)
    const [endLine, endColumn] = this.#position(Math.max(start, end))
    return { file: this.file, line, column, endLine, endColumn }
  }

  /** The offset of a line and column of this text; undefined for a line it does not have. */
  offsetOf({ line, column }: Pick<Location, 'line' | 'column'>): number | undefined {
    this.#starts ??= lineStarts(this.text)
    const start = this.#starts[line - 1]
    return start === undefined ? undefined : start + column - 1
  }

  #position(offset: number): [line: number, column: number] {
    this.#starts ??= lineStarts(this.text)
    const starts = this.#starts
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return [low + 1, offset - (starts[low] ?? 0) + 1]
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

interface Ancestry {
  readonly parent: readonly number[]
  readonly index: readonly number[]
}

/**
 * Where every key and value of one YAML document stands: a table of the document in reading order, one row a value.
 * `size` counts the rows of a value and everything in it, so a path is followed without visiting what lies between.
 */
export class DocumentMap {
  readonly source: SourceText
  readonly #start: number[] = []
  readonly #end: number[] = []
  readonly #keyStart: number[] = []
  readonly #keyEnd: number[] = []
  readonly #size: number[] = []
  readonly #form: NodeForm[] = []
  readonly #key: (string | undefined)[] = []
  #ancestry: Ancestry | undefined
  constructor(source: SourceText) {
    this.source = source
  }

  /** Adds a row; `close` it when everything inside it was added. */
  open(form: NodeForm, start: number, end: number, key: WrittenKey | undefined): number {
    this.#start.push(start)
    this.#end.push(end)
    this.#keyStart.push(key?.start ?? -1)
    this.#keyEnd.push(key?.end ?? -1)
    this.#size.push(1)
    this.#form.push(form)
    return this.#key.push(key?.name) - 1
  }

  close(row: number): void {
    this.#size[row] = this.#size.length - row
  }

  /** Rows of the direct parts of a value, in the order they were written. */
  *parts(row: number): Generator<number> {
    const after = row + (this.#size[row] ?? 1)
    for (let at = row + 1; at < after; at += this.#size[at] ?? 1) yield at
  }

  part(row: number, step: string | number): number | undefined {
    let index = 0
    for (const at of this.parts(row)) {
      if (typeof step === 'number' ? index === step : this.#key[at] === step) return at
      index += 1
    }
    return undefined
  }

  /** The row at the end of the path, or the nearest one on the way. */
  follow(row: number, path: RecordPath): { row: number; complete: boolean } {
    let at = row
    for (const step of path) {
      const next = this.part(at, step)
      if (next === undefined) return { row: at, complete: false }
      at = next
    }
    return { row: at, complete: true }
  }

  /** Whether an offset lies in this document, comments around it left aside. */
  holds(offset: number): boolean {
    return offset >= (this.#start[0] ?? 0) && offset <= (this.#end[0] ?? 0)
  }

  /** The path of the innermost value whose text, or whose key, an offset lies in. */
  pathAt(offset: number): RecordPath {
    this.#ancestry ??= this.#findAncestry()
    const { parent, index } = this.#ancestry
    const path: (string | number)[] = []
    for (let row = this.#lastBefore(offset); row > 0; row = parent[row] ?? 0) {
      const isInside = path.length > 0 || this.#covers(row, offset)
      if (isInside) path.unshift(this.#key[row] ?? index[row] ?? 0)
    }
    return path
  }

  /** Where a value begins, its key included. Rows stand in this order. */
  #begin(row: number): number {
    const key = this.#keyStart[row] ?? -1
    return key === -1 ? (this.#start[row] ?? 0) : key
  }

  #covers(row: number, offset: number): boolean {
    const end = Math.max(this.#end[row] ?? 0, this.#keyEnd[row] ?? 0)
    return offset >= this.#begin(row) && (offset < end || this.#begin(row) === end)
  }

  /** The last row that begins at an offset or before it; 0 if none does. */
  #lastBefore(offset: number): number {
    let low = 0
    let high = this.#start.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.#begin(middle) <= offset) low = middle
      else high = middle
    }
    return low
  }

  /** For each row the one it is a part of, and its place among the parts of that. */
  #findAncestry(): Ancestry {
    const parent: number[] = []
    const index: number[] = []
    for (let row = 0; row < this.#size.length; row += 1) {
      let place = 0
      for (const part of this.parts(row)) {
        parent[part] = row
        index[part] = place
        place += 1
      }
    }
    return { parent, index }
  }

  keyOf(row: number): Location | undefined {
    const start = this.#keyStart[row] ?? -1
    return start === -1 ? undefined : this.source.locate(start, this.#keyEnd[row] ?? start)
  }

  valueOf(row: number): Location {
    return this.source.locate(this.#start[row] ?? 0, this.#end[row] ?? 0)
  }

  /** The place that names a value best: its id, else its first key, else its own key, else where it starts. */
  nameOf(row: number): Location {
    const id = this.part(row, 'id')
    if (id !== undefined && this.#form[id] === 'scalar') return this.#spot(id)
    for (const first of this.parts(row)) return this.keyOf(first) ?? this.nameOf(first)
    return this.#spot(row)
  }

  /** A value that fits on a few lines as it is; a block by its key, since it may fill the whole file. */
  #spot(row: number): Location {
    const key = this.keyOf(row)
    const empty = this.#start[row] === this.#end[row]
    if (key !== undefined && (this.#form[row] === 'block' || empty)) return key
    return this.valueOf(row)
  }

  locate(from: number, path: RecordPath, part: 'key' | 'value' | undefined): Location {
    const { row, complete } = this.follow(from, path)
    if (part === 'key') return this.keyOf(row) ?? this.nameOf(row)
    if (part === 'value' && complete) return this.valueOf(row)
    if (row === from && path.length > 0) return this.nameOf(row)
    if (this.#form[row] !== 'block') return this.#spot(row)
    return this.keyOf(row) ?? this.nameOf(row)
  }
}

/** A place inside a document. It holds one number, so keeping the place of every row of a large register is cheap. */
export class YamlPlace implements Place {
  readonly file: string
  readonly document: DocumentMap
  readonly row: number
  constructor(document: DocumentMap, row: number) {
    this.file = document.source.file
    this.document = document
    this.row = row
  }

  locate(path?: RecordPath, part?: 'key' | 'value'): Location {
    return path === undefined ? this.document.nameOf(this.row) : this.document.locate(this.row, path, part)
  }

  /** The places of the entries of a list in this value, in order; empty when it is not there. */
  entries(key: string): readonly YamlPlace[] {
    const list = this.document.part(this.row, key)
    return list === undefined ? [] : [...this.document.parts(list)].map((row) => new YamlPlace(this.document, row))
  }
}
