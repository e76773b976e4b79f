/**
 * What one file may cost. Files come from anybody who can open a pull request, so each limit is far above honest use
 * (a register of 5,000 risks is 6 MB and 1.3 million lexemes) and low enough that the worst file stays within memory.
 */
export const limits = {
  /** Bytes of one file. Adapters refuse a larger one by its size, before they read it. */
  fileBytes: 8 * 1024 * 1024,
  /** Mappings and lists inside each other. */
  depth: 32,
  /** Pieces (words, marks, spaces, line breaks) that the YAML lexer finds in one file. */
  lexemes: 2_000_000,
  /** Files of alerting rules outside the program folder that are read, and bytes of one. */
  ruleFiles: 200,
  ruleFileBytes: 1024 * 1024,
  /** Documents (`---`) in one file. */
  documents: 1_000,
  /** Problems, and values that tools read differently, listed for one document; the last one says how many more there are. */
  problemsOfDocument: 50,
  /** Problems that are listed for one file; the last one says how many more there are. */
  problemsOfFile: 200,
} as const
