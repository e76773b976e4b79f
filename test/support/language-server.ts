import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const packages = join(import.meta.dirname, '..', '..', 'node_modules')

/** For YAML files with a schema, as editors run it. */
export const yamlServer = 'yaml-language-server/bin/yaml-language-server'
/** GitHub's own, for workflows and `action.yml`. */
export const actionsServer = '@actions/languageserver/bin/actions-languageserver'

export interface Position {
  /** From 0, as the protocol counts. */
  readonly line: number
  readonly character: number
}

export interface Diagnostic {
  readonly message: string
  /** 1 is an error, 2 a warning; left out: an error. */
  readonly severity?: number
  readonly range: { readonly start: Position; readonly end: Position }
}

export interface Completion {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly kind: string; readonly value: string }
}

export interface Hover {
  readonly contents: { readonly kind: string; readonly value: string }
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly uri?: string; readonly diagnostics?: readonly Diagnostic[]; readonly items?: unknown[] }
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** What the editor extension sets; nothing that would be fetched. */
const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } }

/** A language server that editors run, as a process of its own, spoken to as an editor does. */
export class LanguageServer {
  readonly #child: ChildProcess
  readonly #answers = new Map<number, (message: Message) => void>()
  readonly #diagnosed = new Map<string, (found: readonly Diagnostic[]) => void>()
  #buffer = Buffer.alloc(0)
  #lastId = 0

  constructor(program: string) {
    this.#child = spawn(process.execPath, [join(packages, program), '--stdio'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // A proxy that nobody serves: a question to the network would fail and not be answered.
      env: { PATH: process.env['PATH'] ?? '', http_proxy: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' },
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk))
  }

  async start(folder: string): Promise<void> {
    const documentation = { documentationFormat: ['markdown', 'plaintext'], snippetSupport: true }
    await this.#ask('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      // Without a token: nothing is asked of GitHub.
      initializationOptions: {},
      capabilities: {
        textDocument: { completion: { completionItem: documentation }, hover: { contentFormat: ['markdown'] } },
        workspace: { configuration: true },
      },
    })
    this.#send({ method: 'initialized', params: {} })
    this.#send({ method: 'workspace/didChangeConfiguration', params: { settings } })
  }

  /** Shows a file to the server, which has not to be on the disk, and waits for what it finds. */
  open(file: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(file).href
    const found = new Promise<readonly Diagnostic[]>((resolve) => this.#diagnosed.set(uri, resolve))
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    })
    return found
  }

  async complete(file: string, position: Position): Promise<readonly Completion[]> {
    const result = await this.#ask('textDocument/completion', at(file, position))
    return (result as { readonly items: readonly Completion[] }).items
  }

  async hover(file: string, position: Position): Promise<Hover | null> {
    return (await this.#ask('textDocument/hover', at(file, position))) as Hover | null
  }

  stop(): void {
    this.#child.kill()
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error.message)),
      )
      this.#send({ id, method, params })
    })
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, Math.max(0, head)).toString())?.[1])
      if (head === -1 || this.#buffer.length < head + 4 + length) return
      const message = JSON.parse(this.#buffer.subarray(head + 4, head + 4 + length).toString()) as Message
      this.#buffer = this.#buffer.subarray(head + 4 + length)
      this.#hear(message)
    }
  }

  #hear(message: Message): void {
    if (message.method === undefined) {
      this.#answers.get(message.id ?? 0)?.(message)
      this.#answers.delete(message.id ?? 0)
    } else if (message.method === 'textDocument/publishDiagnostics') {
      this.#diagnosed.get(message.params?.uri ?? '')?.(message.params?.diagnostics ?? [])
    } else if (message.id !== undefined) {
      const asked = message.method === 'workspace/configuration' ? (message.params?.items ?? []).map(() => null) : null
      const result = message.method === 'workspace/configuration' ? [settings.yaml, ...(asked ?? []).slice(1)] : null
      this.#send({ id: message.id, result })
    }
  }
}

const at = (file: string, position: Position) => ({ textDocument: { uri: pathToFileURL(file).href }, position })
