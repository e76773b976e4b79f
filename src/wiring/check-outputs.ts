import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { nodeFiles } from '../adapters/node-files.ts'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import { programEndings } from '../read/read-program.ts'
import type { PrintOptions } from '../report/check-printer.ts'
import type { CheckReport } from '../report/check-report.ts'
import { type CheckFormatName, checkFormatNames, printCheckReport } from '../report/print-check-report.ts'
import { withoutSecrets } from './without-secrets.ts'

/** A format, and the file it goes to: absolute, without links in its folder. Without one it is printed. */
export interface CheckOutput {
  readonly format: CheckFormatName
  readonly file: string | undefined
}

/**
 * Reads `NAME` or `NAME=FILE`, several of them.
 * @param option how the person wrote it down, for what is refused
 * @throws Refusal for an unknown format, and for a file that is named twice or lies in a folder that is not there
 */
export function toCheckOutputs(texts: readonly string[], option: string): readonly CheckOutput[] {
  const outputs = texts.map((text) => toOutput(text, option))
  const files = outputs.flatMap(({ file }) => (file === undefined ? [] : [file]))
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice !== undefined) {
    throw new Refusal(exitStatus.usage, `${option} names ${twice} twice`, 'Give each format a file of its own.')
  }
  return outputs
}

function toOutput(text: string, option: string): CheckOutput {
  const at = text.indexOf('=')
  const name = at === -1 ? text : text.slice(0, at)
  const file = at === -1 ? undefined : text.slice(at + 1)
  const format = checkFormatNames.find((known) => known === name)
  if (format === undefined || file === '') {
    const near = nearest(name, checkFormatNames)
    const guess = near === undefined ? '' : `Did you mean \`${near}\`? `
    const allowed = `${guess}Allowed: ${checkFormatNames.join(', ')}, each also as NAME=FILE.`
    throw new Refusal(exitStatus.usage, `${option} cannot be \`${text}\``, allowed)
  }
  return { format, file: file === undefined ? undefined : realFile(file) }
}

function realFile(file: string): string {
  const folder = dirname(resolve(file))
  if (!existsSync(folder)) {
    throw new Refusal(exitStatus.usage, `There is no folder ${folder} to write ${basename(file)} to`, 'Make it first.')
  }
  return join(realpathSync(folder), basename(file))
}

/**
 * Prints every format; files first, each whole or not at all, so that a file that cannot be written is all that is said.
 * @throws Refusal for a file that cannot be written, or that the check reads
 */
export async function printCheckOutputs(
  outputs: readonly CheckOutput[],
  root: string,
  { report, textOf }: { readonly report: CheckReport; readonly textOf: PrintOptions['textOf'] },
  { colours, quiet, out }: { readonly colours: boolean; readonly quiet: boolean; out(text: string): void },
): Promise<void> {
  const printed = await Promise.all(
    outputs.map(async ({ format, file }) => {
      if (file !== undefined) refuseProgramFile(file, root, report)
      const text = await printCheckReport(report, format, { colours: colours && file === undefined, quiet, textOf })
      return { file, text }
    }),
  )
  for (const { file, text } of printed) {
    if (file !== undefined)
      await nodeFiles(dirname(file)).write([{ path: basename(file), text: withoutSecrets(text) }], { overwrite: true })
  }
  for (const { file, text } of printed) if (file === undefined) out(text)
}

/** A slip of the finger would replace a record by the report about it. */
function refuseProgramFile(file: string, root: string, { programFolder }: CheckReport): void {
  const program = join(realpathSync(root), programFolder)
  if (!file.startsWith(`${program}/`) || !programEndings.some((ending) => file.endsWith(ending))) return
  throw new Refusal(exitStatus.usage, `${file} would be read as a part of the program`, 'Write it somewhere else.')
}
