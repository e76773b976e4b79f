/**
 * What one imported file may cost. Memory is bounded by these and not by the size of the file, which comes from whatever
 * tool or system wrote it.
 */
export const importLimits = {
  /** Bytes of a file. */
  fileBytes: 1024 * 1024 * 1024,
  /** Objects, lists or elements inside each other. Scanners stay below 30. */
  depth: 100,
  /** Bytes without any structure: one text of JSON, one attribute of XML. Scanners embed whole files. */
  valueBytes: 16 * 1024 * 1024,
  /** Keys of one object: a coverage summary has one for each file. */
  keys: 200_000,
  /** Values in one item that is kept as it is until it is mapped. */
  parts: 20_000,
  /** Bytes of one line, or of one row of CSV, which may go over several lines. */
  lineBytes: 1024 * 1024,
  /** Rows or lines of data in one file. */
  rows: 1_000_000,
  columns: 500,
} as const
