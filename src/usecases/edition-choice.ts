export const documentFormats = ['markdown', 'html'] as const
export const documentEditions = ['internal', 'public'] as const

/** What is made of the documents, and for whom. */
export interface EditionChoice {
  readonly format: (typeof documentFormats)[number]
  readonly edition: (typeof documentEditions)[number]
}
