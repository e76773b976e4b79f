import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** The browser of this machine; undefined where there is none. */
export const chromiumFile = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)

type Values = Readonly<Record<string, unknown>>
interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: Values
  readonly result?: Values
  readonly error?: { readonly message: string }
}

/** A tab, driven as a person would: by addresses, keys and looking. */
export interface Tab {
  /** Loads a page and waits for it. */
  open(address: string): Promise<void>
  /** Value of an expression in the page; promises are awaited. */
  evaluate<T>(expression: string): Promise<T>
  /** Presses and lets go of a key, for example `Tab` or `Enter`. */
  press(key: 'Tab' | 'Enter' | 'Space'): Promise<void>
  type(text: string): Promise<void>
  size(width: number, height: number): Promise<void>
  media(look: { readonly scheme?: 'light' | 'dark'; readonly print?: boolean }): Promise<void>
  /** PDF of the page, as it is printed. */
  print(): Promise<Buffer>
  /** PNG of what is seen, or of the whole page. */
  picture(whole?: boolean): Promise<Buffer>
  /** What the console said that is an error, and every address that was asked for, since the last call. */
  noticed(): { readonly errors: readonly string[]; readonly requests: readonly string[] }
}

export interface Browser {
  tab(): Promise<Tab>
  close(): Promise<void>
}

/** Starts a browser of its own, with an empty profile. It is driven over a pipe, so no port is open. */
export function openBrowser(): Browser {
  const profile = mkdtempSync(join(tmpdir(), 'browser-'))
  const child = spawn(
    chromiumFile ?? '',
    ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const connection = connect(child)
  return {
    async tab() {
      const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' })
      const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true })
      return openTab(connection, String(sessionId))
    },
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      await connection.send('Browser.close', {}).catch(() => child.kill())
      await gone
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Connection {
  send(method: string, params: Values, sessionId?: string): Promise<Values>
  listen(sessionId: string, to: (message: Message) => void): void
}

function connect(child: ChildProcess): Connection {
  const [, , , into, from] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const waiting = new Map<number, (message: Message) => void>()
  const listeners = new Map<string, (message: Message) => void>()
  let last = 0
  let rest = ''
  from.setEncoding('utf8')
  from.on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const one of messages) {
      const message = JSON.parse(one) as Message
      if (message.id !== undefined) waiting.get(message.id)?.(message)
      else listeners.get(message.sessionId ?? '')?.(message)
    }
  })
  child.once('exit', () => {
    for (const answer of waiting.values()) answer({ error: { message: 'the browser is gone' } })
  })
  return {
    send: (method, params, sessionId) =>
      new Promise((resolve, reject) => {
        last += 1
        const id = last
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id)
          if (error === undefined) resolve(result ?? {})
          else reject(new Error(`${method}: ${error.message}`))
        })
        into.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
      }),
    listen: (sessionId, to) => listeners.set(sessionId, to),
  }
}

const keys = {
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Space: { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
} as const

async function openTab(connection: Connection, session: string): Promise<Tab> {
  const send = (method: string, params: Values = {}) => connection.send(method, params, session)
  let errors: string[] = []
  let requests: string[] = []
  let loaded: () => void = () => {}
  connection.listen(session, ({ method, params = {} }) => {
    const text = JSON.stringify(params)
    if (method === 'Page.loadEventFired') loaded()
    if (method === 'Runtime.exceptionThrown') errors.push(text)
    if (method === 'Runtime.consoleAPICalled' && params['type'] !== 'log') errors.push(text)
    if (method === 'Log.entryAdded') errors.push(text)
    if (method === 'Network.requestWillBeSent') requests.push((params as { request: { url: string } }).request.url)
  })
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
  return {
    async open(address) {
      const done = new Promise<void>((resolve) => {
        loaded = resolve
      })
      const { errorText } = await send('Page.navigate', { url: address })
      if (errorText !== undefined) throw new Error(`${address}: ${errorText}`)
      await done
    },
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      return (result as { value: T }).value
    },
    async press(key) {
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...keys[key] })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...keys[key] })
    },
    async type(text) {
      await send('Input.insertText', { text })
    },
    async size(width, height) {
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
    },
    async media({ scheme = 'light', print = false }) {
      await send('Emulation.setEmulatedMedia', {
        media: print ? 'print' : 'screen',
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      })
    },
    async print() {
      const { data } = await send('Page.printToPDF', { preferCSSPageSize: true, printBackground: false })
      return Buffer.from(String(data), 'base64')
    },
    async picture(whole = false) {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: whole })
      return Buffer.from(String(data), 'base64')
    },
    noticed() {
      const found = { errors, requests }
      errors = []
      requests = []
      return found
    },
  }
}
