import { existsSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { ActionContext } from './mode.ts'

/**
 * The folder that the input `documents` names, in the workspace or in the runner's folder for temporary files. What is checked
 * out may hold links to other places, so it is where the folder really is that counts.
 * @throws Refusal for a folder anywhere else
 */
export function documentsFolder(named: string, { workspace, terminal }: ActionContext): string {
  const folder = resolve(workspace, named)
  const temporary = terminal.environment['RUNNER_TEMP']
  const allowed = [workspace, ...(temporary === undefined || temporary === '' ? [] : [temporary])]
  let there = folder
  while (!existsSync(there)) there = dirname(there)
  const real = resolve(realpathSync(there), relative(there, folder))
  if (allowed.some((root) => existsSync(root) && `${real}${sep}`.startsWith(`${realpathSync(root)}${sep}`)))
    return folder
  const what = `The folder \`${named}\` of the input \`documents\` lies outside the workspace`
  throw new Refusal(exitStatus.usage, what, 'Name one inside it, or in `runner.temp`.')
}
