/**
 * What stands where a secret stood: the rule that found it, no hash, no length. Without spaces, brackets and quotes, so that
 * it stays text inside YAML, JSON, Markdown, addresses and tables alike.
 */
export const redactionMark = (rule: string): string => `(redacted:${rule})`

const mark = /\(redacted:[a-z-]{1,32}\)/g

/** Whether a text is nothing but a mark. */
export const isRedactionMark = (text: string): boolean => /^\(redacted:[a-z-]{1,32}\)$/.test(text)

/** How many secrets were taken out of a text. */
export const countRedactions = (text: string): number => text.match(mark)?.length ?? 0
