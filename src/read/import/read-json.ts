import { Tokenizer, TokenizerError, TokenType } from '@streamparser/json'
import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'
import type { Of, Shape } from './json-shape.ts'

/** What may come next in an object or list. */
type Expects = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end'

interface Frame {
  readonly isList: boolean
  readonly shape: Shape | undefined
  readonly keys: Set<string> | undefined
  readonly held: Record<string, unknown> | unknown[] | undefined
  expects: Expects
  key: string
  index: number
}

const skipped = Symbol('a value that nobody wants')

/**
 * Reads a document that may be larger than memory, keeping of it what the shape wants. The tokens come from a library; the
 * grammar above them is ours, because the one of the library keeps the last of two equal keys, nests without a limit and
 * builds what is not wanted.
 *
 * @throws ImportRefused for whatever is not JSON (RFC 8259), is there twice, or has another type than the shape says
 */
export async function readJson<S extends Shape>(bytes: Bytes, shape: S): Promise<Of<S>> {
  const reader = new JsonReader(shape, 64 * 1024)
  for await (const chunk of bytes) reader.write(chunk)
  return reader.end()
}

/** The same for a text that is short. @param line where it is in its file */
export function readJsonLine<S extends Shape>(bytes: Uint8Array, shape: S, line: number): Of<S> {
  const reader = new JsonReader(shape, 0, line)
  reader.write(bytes)
  return reader.end()
}

class JsonReader<S extends Shape> {
  readonly #shape: S
  readonly #line: number | undefined
  readonly #tokens: Tokenizer
  readonly #frames: Frame[] = []
  #root: unknown
  #seenRoot = false
  #written = 0
  #lastToken = 0
  /** Parts of the value that is kept as a whole. */
  #parts = 0

  constructor(shape: S, bufferBytes: number, line?: number) {
    this.#shape = shape
    this.#line = line
    this.#tokens = new Tokenizer({ stringBufferSize: bufferBytes })
    this.#tokens.onToken = ({ token, value, offset }) => {
      this.#lastToken = offset
      this.#take(token, value)
    }
    this.#tokens.onError = (error) => {
      throw error
    }
  }

  write(chunk: Uint8Array): void {
    this.#guard(() => this.#tokens.write(chunk))
    this.#written += chunk.length
    if (this.#written - this.#lastToken > importLimits.valueBytes + chunk.length) {
      const limit = `${importLimits.valueBytes / 1024 / 1024} MiB`
      throw this.#refusal(`A single value is longer than ${limit}`, 'Let the tool leave it out.')
    }
  }

  end(): Of<S> {
    // A number at the top only ends with the file; what was begun and not ended is told here.
    this.#guard(() => this.#tokens.end())
    if (!this.#seenRoot || this.#frames.length > 0) throw this.#cut()
    return (this.#root === skipped ? undefined : this.#root) as Of<S>
  }

  #guard(work: () => void): void {
    try {
      work()
    } catch (cause) {
      if (cause instanceof ImportRefused) throw cause
      if (cause instanceof TokenizerError) {
        if (cause.message.startsWith('Tokenizer ended')) throw this.#cut()
        throw this.#refusal('The file is not JSON', 'Name the right file, or write it again.', cause)
      }
      // The decoder of the tokenizer: bytes that are no UTF-8.
      if (cause instanceof TypeError) throw this.#refusal('The file is not UTF-8', 'Save it as UTF-8.', cause)
      throw cause
    }
  }

  #cut(): ImportRefused {
    return new ImportRefused(
      'The JSON ends in the middle',
      'The file was cut short; let it be written again.',
      this.#line === undefined ? { byte: this.#written } : { line: this.#line },
    )
  }

  #refusal(what: string, remedy: string, cause?: unknown): ImportRefused {
    const at = this.#path()
    const place = this.#line === undefined ? { byte: this.#lastToken } : { line: this.#line }
    return new ImportRefused(what, remedy, at === '' ? place : { ...place, at }, cause === undefined ? {} : { cause })
  }

  /** `runs[0].results[3].level`; keys are cut, since anybody may have chosen them. */
  #path(): string {
    const steps = this.#frames.slice(0, 12).map(({ isList, index, key }) => {
      if (isList) return `[${index}]`
      return /^[\w$-]{1,60}$/.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 60))}]`
    })
    return steps.join('').replace(/^\./, '')
  }

  #take(token: TokenType, value: unknown): void {
    const frame = this.#frames.at(-1)
    switch (token) {
      case TokenType.COMMA:
        if (frame?.expects !== 'comma-or-end') throw this.#notJson()
        frame.expects = frame.isList ? 'value' : 'key'
        if (frame.isList) frame.index += 1
        return
      case TokenType.COLON:
        if (frame?.expects !== 'colon') throw this.#notJson()
        frame.expects = 'value'
        return
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        this.#close(frame, token === TokenType.RIGHT_BRACKET)
        return
      case TokenType.STRING:
        if (frame?.expects === 'key' || frame?.expects === 'key-or-end') this.#nameKey(frame, value as string)
        else this.#give(value)
        return
      case TokenType.LEFT_BRACE:
      case TokenType.LEFT_BRACKET:
        this.#open(token === TokenType.LEFT_BRACKET)
        return
      case TokenType.NUMBER:
        if (!Number.isFinite(value)) throw this.#refusal('The number is out of range', 'Write it as text.')
        this.#give(value)
        return
      case TokenType.TRUE:
      case TokenType.FALSE:
      case TokenType.NULL:
        this.#give(value)
        return
      default:
        throw this.#notJson()
    }
  }

  #notJson(): ImportRefused {
    return this.#refusal('The file is not JSON', 'Name the right file, or write it again.')
  }

  #nameKey(frame: Frame, key: string): void {
    frame.key = key
    if (key === '__proto__')
      throw this.#refusal('A key is `__proto__`', 'No tool needs that; look where the file is from.')
    if (frame.keys?.has(key) === true)
      throw this.#refusal('The key is there twice', 'Readers disagree on which counts.')
    if ((frame.keys?.size ?? 0) >= importLimits.keys) {
      throw this.#refusal(`An object has more than ${importLimits.keys} keys`, 'Split the file.')
    }
    frame.keys?.add(key)
    frame.expects = 'colon'
  }

  /** The shape of the value that comes next; refuses one that must not come. */
  #next(): Shape | undefined {
    const frame = this.#frames.at(-1)
    if (frame === undefined) {
      if (this.#seenRoot) throw this.#refusal('Something follows after the end of the JSON', 'Is it JSON lines?')
      this.#seenRoot = true
      return this.#shape
    }
    if (frame.expects !== 'value' && frame.expects !== 'value-or-end') throw this.#notJson()
    frame.expects = 'comma-or-end'
    const shape = childShape(frame)
    if (shape?.kind === 'all') this.#countPart()
    return shape
  }

  #countPart(): void {
    this.#parts += 1
    if (this.#parts > importLimits.parts) {
      throw this.#refusal(`One value has more than ${importLimits.parts} parts`, 'Leave out what is not needed.')
    }
  }

  #give(value: unknown): void {
    const shape = this.#next()
    if (shape === undefined || (value === null && shape.kind !== 'all')) this.#keep(skipped)
    else if (shape.kind === 'one-or-list') {
      this.#check(shape.of, value)
      this.#keep([value])
    } else {
      this.#check(shape, value)
      this.#keep(value)
    }
  }

  #check(shape: Shape, value: unknown): void {
    if (!fits(shape, value)) throw this.#wrongType(shape)
    if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
      throw this.#refusal('The text has half a surrogate pair', 'Whatever wrote it cut a character in two.')
    }
  }

  #wrongType(shape: Shape): ImportRefused {
    return this.#refusal(`Here belongs ${wordFor[shape.kind]}`, 'Is this the format that you named?')
  }

  #open(isList: boolean): void {
    const shape = this.#next()
    if (shape !== undefined && !opens(shape, isList)) throw this.#wrongType(shape)
    if (this.#frames.length >= importLimits.depth) {
      throw this.#refusal(
        `Values lie more than ${importLimits.depth} levels inside each other`,
        'No report needs that.',
      )
    }
    const own = shape?.kind === 'one-or-list' && !isList ? shape.of : shape
    this.#frames.push({
      isList,
      shape: own,
      keys: isList ? undefined : new Set(),
      held: own === undefined ? undefined : isList ? [] : (Object.create(null) as Record<string, unknown>),
      expects: isList ? 'value-or-end' : 'key-or-end',
      key: '',
      index: 0,
    })
  }

  #close(frame: Frame | undefined, isList: boolean): void {
    const mayEnd =
      frame?.expects === 'comma-or-end' || frame?.expects === 'value-or-end' || frame?.expects === 'key-or-end'
    if (frame === undefined || !mayEnd || frame.isList !== isList) throw this.#notJson()
    this.#frames.pop()
    if (frame.shape === undefined) this.#keep(skipped)
    else if ((frame.shape.kind === 'list' || frame.shape.kind === 'map') && frame.shape.each !== undefined) {
      const count = frame.isList ? (frame.expects === 'value-or-end' ? 0 : frame.index + 1) : (frame.keys?.size ?? 0)
      this.#keep(count)
    } else this.#keep(this.#parentWantsList() && !isList ? [frame.held] : frame.held)
  }

  /** Whether what was just closed stands alone where a list may be. */
  #parentWantsList(): boolean {
    const parent = this.#frames.at(-1)
    const shape = parent === undefined ? this.#shape : childShape(parent)
    return shape?.kind === 'one-or-list'
  }

  #keep(value: unknown): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined) {
      this.#root = value
      return
    }
    const { shape, held } = frame
    if (value === skipped || shape === undefined) return
    if ((shape.kind === 'list' || shape.kind === 'map') && shape.each !== undefined) {
      this.#parts = 0
      const each = shape.each as (value: unknown, at: string | number) => void
      try {
        each(value, frame.isList ? frame.index : frame.key)
      } catch (error) {
        // A reader knows what is wrong, this one knows where.
        if (!(error instanceof ImportRefused) || error.place.byte !== undefined || error.place.line !== undefined)
          throw error
        const { place } = this.#refusal(error.what, error.remedy)
        const at = [place.at, error.place.at].filter((part) => part !== undefined && part !== '').join('.')
        throw new ImportRefused(error.what, error.remedy, { ...place, at }, { cause: error })
      }
      return
    }
    if (Array.isArray(held)) held.push(value)
    else if (held !== undefined) held[frame.key] = value
  }
}

function childShape({ shape, key }: Frame): Shape | undefined {
  switch (shape?.kind) {
    case 'object':
      return shape.keys.get(key)
    case 'map':
    case 'list':
    case 'one-or-list':
      return shape.of
    case 'all':
      return shape
    default:
      return undefined
  }
}

function opens(shape: Shape, isList: boolean): boolean {
  switch (shape.kind) {
    case 'object':
    case 'map':
      return !isList
    case 'list':
      return isList
    case 'one-or-list':
      return isList || opens(shape.of, false)
    case 'all':
      return true
    default:
      return false
  }
}

function fits(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'flag':
      return typeof value === 'boolean'
    case 'plain':
    case 'all':
      return true
    default:
      return false
  }
}

const wordFor = {
  text: 'a text',
  number: 'a number',
  flag: 'true or false',
  plain: 'a text, a number, or true or false',
  object: 'an object',
  map: 'an object',
  list: 'a list',
  'one-or-list': 'a value or a list of them',
  all: 'a value',
} as const satisfies Record<Shape['kind'], string>
