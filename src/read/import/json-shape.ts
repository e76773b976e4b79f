/**
 * What a reader wants of a JSON document. Whatever is not in the shape is checked for its form and left out, so that memory
 * follows what is wanted and not what is there; a value of another type than the shape says is refused with its place.
 * `null` counts as left out, because many tools write it so.
 */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' }
  /** Any value without parts; numbers and truth values as they are. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'object'; readonly keys: ReadonlyMap<string, Shape> }
  /** An object whose keys are data. */
  | { readonly kind: 'map'; readonly of: Shape; readonly each: ((value: never, key: string) => void) | undefined }
  | { readonly kind: 'list'; readonly of: Shape; readonly each: ((value: never, index: number) => void) | undefined }
  /** A single value where tools also write a list of them; always read as a list. */
  | { readonly kind: 'one-or-list'; readonly of: Shape }
  /** Everything below, as it is. Only for small documents, such as one line. */
  | { readonly kind: 'all' }

interface Typed<T> {
  /** Only for the compiler: the type that a value of this shape has. */
  readonly type?: T
}
export type Of<S> = S extends Typed<infer T> ? T : never
type Wanted<T> = Shape & Typed<T>

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export const text: Wanted<string> = { kind: 'text' }
export const number: Wanted<number> = { kind: 'number' }
export const flag: Wanted<boolean> = { kind: 'flag' }
export const plain: Wanted<string | number | boolean> = { kind: 'plain' }
export const all: Wanted<Json> = { kind: 'all' }

type Keys = Readonly<Record<string, Shape>>

export const object = <const K extends Keys>(keys: K): Wanted<{ readonly [P in keyof K]?: Of<K[P]> }> => ({
  kind: 'object',
  keys: new Map(Object.entries(keys)),
})

export const list = <S extends Shape>(of: S): Wanted<readonly Of<S>[]> => ({ kind: 'list', of, each: undefined })

export const oneOrList = <S extends Shape>(of: S): Wanted<readonly Of<S>[]> => ({ kind: 'one-or-list', of })

/** A list of which each element is given away and none is kept; what stays is how many there were. */
export const listEach = <S extends Shape>(of: S, each: (value: Of<S>, index: number) => void): Wanted<number> => ({
  kind: 'list',
  of,
  each,
})

/** An object of which each value is given away; what stays is how many there were. */
export const mapEach = <S extends Shape>(of: S, each: (value: Of<S>, key: string) => void): Wanted<number> => ({
  kind: 'map',
  of,
  each,
})
