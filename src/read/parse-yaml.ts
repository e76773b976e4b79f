import { Composer, CST, type Document, Lexer, Parser } from 'yaml'
import { startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import { type Converted, convertDocument } from './convert-document.ts'
import { DocumentMap, SourceText } from './document-map.ts'
import { explainSyntax } from './explain-syntax.ts'
import { inspectTokens } from './inspect-tokens.ts'
import { limits } from './limits.ts'

/** One document of a YAML file as plain data, with the place of every part of it. */
export interface YamlDocument extends Converted {
  readonly map: DocumentMap
  /** Problems of this document alone; where there is one, `data` is not the whole of what was written. */
  readonly problems: readonly Problem[]
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[]
  /** Problems that make the whole file unreadable; then there are no documents. */
  readonly problems: readonly Problem[]
}

type Bounds = Pick<Record<keyof typeof limits, number>, 'depth' | 'documents' | 'lexemes'>

/**
 * Reads YAML 1.2 (core schema) as data: no anchors, aliases, merge keys, tags, directives or complex keys. Time and
 * memory grow linearly with the text, whatever it holds: limits are kept while lexing, before anything is built.
 */
export function parseYaml(file: string, text: string, bounds: Bounds = limits): YamlFile {
  // The parser makes an error for everything that it stumbles over, and only one is told. What an error costs is its stack.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parse(new SourceText(file, text), bounds)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function parse(source: SourceText, bounds: Bounds): YamlFile {
  const refuse = (problem: Problem): YamlFile => ({ documents: [], problems: [problem] })
  const strange = strangeCharacter(source)
  if (strange !== undefined) return refuse(strange)
  const tokens = toTokens(source, bounds)
  if (tokens instanceof Problem) return refuse(tokens)
  const inspection = inspectTokens(tokens, source)
  if (inspection.refused.length > 0) return { documents: [], problems: inspection.refused }
  const composer = new Composer({ uniqueKeys: false, merge: false, version: '1.2', logLevel: 'silent' })
  const documents: Document.Parsed[] = []
  for (const document of composer.compose(tokens)) documents.push(document)
  const errors = documents.flatMap((document) => document.errors)
  if (errors.length > 0) return { documents: [], problems: explainSyntax(errors, inspection, source) }
  return { documents: documents.flatMap((document) => toYamlDocument(document, source)), problems: [] }
}

/** The first character that no YAML text may hold, or that editors and the parser take differently. */
function strangeCharacter(source: SourceText): Problem | undefined {
  const found = /\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/.exec(
    source.text,
  )
  if (found === null) return undefined
  const [mark] = found
  const at = source.locate(found.index, found.index + 1)
  if (mark === '\r') {
    const what = 'A carriage return stands alone here; editors see a line break and YAML does not'
    return new Problem('YML-004', at, what, 'Save the file with LF or CRLF line breaks.')
  }
  const name = `U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  return new Problem('YML-004', at, `The control character ${name} is not allowed`, 'Remove it.')
}

/** Tokens of the concrete syntax, or the limit that was passed. Stops early at what cannot be YAML. */
function toTokens(source: SourceText, bounds: Bounds): CST.Token[] | Problem {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let lexemes = 0
  let documents = 0
  let errors = 0
  let offset = 0
  for (const lexeme of new Lexer().lex(source.text)) {
    lexemes += 1
    if (lexemes > bounds.lexemes) {
      const what = `The file has more than ${bounds.lexemes} pieces of YAML`
      return new Problem('YML-002', startOf(source.file), what, 'Split it into several files.')
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') errors += 1
      if (token.type === 'document') documents += 1
      tokens.push(token)
    }
    // Lexemes that mark a state (document, scalar) are not part of the text.
    if (lexeme !== CST.DOCUMENT && lexeme !== CST.SCALAR && lexeme !== CST.FLOW_END) offset += lexeme.length
    if (documents >= bounds.documents) {
      const at = source.locate(Math.max(0, offset - lexeme.length), offset)
      const what = `The file has more than ${bounds.documents} documents`
      return new Problem('YML-002', at, what, 'Split it into several files.')
    }
    if (parser.stack.length > bounds.depth + 2) {
      const at = source.locate(Math.max(0, offset - lexeme.length), offset)
      const what = `Mappings and lists are nested more than ${bounds.depth} deep`
      return new Problem('YML-002', at, what, 'Write it flatter; no record needs this.')
    }
    if (errors > 10) break
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

function toYamlDocument(document: Document.Parsed, source: SourceText): YamlDocument[] {
  // What stands before the first `---` or after the last is a document without content.
  if (document.contents === null) return []
  const map = new DocumentMap(source)
  const { problems, ...converted } = convertDocument(document.contents, map)
  return [{ ...converted, map, problems }]
}
