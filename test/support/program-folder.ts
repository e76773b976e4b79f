import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../../src/cli/run-command.ts'

/** What `init` wrote, copied for each test. */
let template: Promise<ProgramFolder> | undefined

/** A throw-away repository with the starter program in it, and the command line to run there. */
export class ProgramFolder {
  readonly root = mkdtempSync(join(tmpdir(), 'countersign-program-'))

  static async make(): Promise<ProgramFolder> {
    template ??= ProgramFolder.#init()
    const folder = new ProgramFolder()
    cpSync((await template).root, folder.root, { recursive: true })
    return folder
  }

  static async #init(): Promise<ProgramFolder> {
    const folder = new ProgramFolder()
    const given = ['--organisation', 'Example Ltd', '--person', 'ana:Ana Souza:ana-souza']
    const { status, err } = await folder.run('init', ...given)
    if (status !== 0) throw new Error(err)
    process.once('exit', () => folder.remove())
    return folder
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text)
  }

  /** Replaces one text in a file by another. */
  change(path: string, from: string, to: string): void {
    const text = this.read(path)
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`)
    this.write(path, text.replace(from, to))
  }

  async run(...args: readonly string[]) {
    let [out, err] = ['', '']
    const status = await runCommand([...args, '--cwd', this.root], {
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
      colours: false,
      interactive: false,
      environment: { PATH: process.env['PATH'] },
      signal: new AbortController().signal,
    })
    return { status, out, err }
  }
}
