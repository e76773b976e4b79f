import { SaxesParser } from 'saxes'
import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'

export type Attributes = Readonly<Record<string, string>>

export interface XmlEvents {
  /** @param depth 0 for the top element */
  open(name: string, attributes: Attributes, depth: number): void
  close(name: string, depth: number): void
}

/**
 * Reads XML that may be larger than memory, as elements and attributes; text between them is checked and left out. Names
 * are without their prefix. Nothing that a document type declaration says is ever used: one that names a DTD, as Cobertura
 * and JaCoCo write it, is passed over, and one with declarations of its own is refused, so that no entity expands.
 *
 * @throws ImportRefused for whatever is not well-formed, and for what `events` throws, with its place
 */
export async function readXml(bytes: Bytes, events: XmlEvents): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  let sinceEvent = 0
  const refuse = (what: string, remedy: string, cause?: unknown): never => {
    throw new ImportRefused(what, remedy, { line: parser.line }, cause === undefined ? {} : { cause })
  }
  const located = (work: () => void): void => {
    sinceEvent = 0
    try {
      work()
    } catch (error) {
      if (error instanceof ImportRefused && error.place.line === undefined) refuse(error.what, error.remedy, error)
      throw error
    }
  }
  parser.on('error', (error) => {
    const said = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/\.$/, '')
    if (
      said.startsWith('unclosed tag') ||
      said.includes('unexpected end') ||
      said === 'document must contain a root element'
    ) {
      refuse('The XML ends in the middle', 'The file was cut short; let it be written again.', error)
    }
    refuse(`The file is not well-formed XML (${said.slice(0, 100)})`, 'Name the right file, or write it again.', error)
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-8|us-ascii|ascii)$/i.test(encoding)) {
      refuse(`The file says that it is ${encoding.slice(0, 40)}, not UTF-8`, 'Let the tool write UTF-8.')
    }
  })
  parser.on('doctype', (declaration) => {
    if (declaration.includes('[')) {
      refuse(
        'The document type declares entities or elements of its own',
        'No report needs that; look where it is from.',
      )
    }
  })
  parser.on('opentag', ({ name, attributes }) =>
    located(() => {
      if (depth >= importLimits.depth) {
        refuse(`Elements lie more than ${importLimits.depth} levels inside each other`, 'No report needs that.')
      }
      events.open(localName(name), attributes, depth)
      depth += 1
    }),
  )
  parser.on('closetag', ({ name }) =>
    located(() => {
      depth -= 1
      events.close(localName(name), depth)
    }),
  )
  const write = (chunk: Uint8Array | undefined): void => {
    let text: string
    try {
      text = decoder.decode(chunk, { stream: chunk !== undefined })
    } catch (cause) {
      throw new ImportRefused('The file is not UTF-8', 'Let the tool write UTF-8.', { line: parser.line }, { cause })
    }
    sinceEvent += text.length
    parser.write(text)
    if (sinceEvent > importLimits.valueBytes) {
      const limit = `${importLimits.valueBytes / 1024 / 1024} MiB`
      refuse(`A text, comment or attribute is longer than ${limit}`, 'Let the tool leave out what programs printed.')
    }
  }
  for await (const chunk of bytes) write(chunk)
  write(undefined)
  parser.close()
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
