import { existsSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { ActionContext } from './mode.ts'

/**
 * The place that an input names, in the workspace or in the runner's folder for temporary files. What is checked out may hold
 * links to other places, so it is where the place really is that counts.
 * @throws Refusal for a place anywhere else
 */
export function placeOf(input: string, named: string, { workspace, terminal }: ActionContext): string {
  const place = resolve(workspace, named)
  const temporary = terminal.environment['RUNNER_TEMP']
  const allowed = [workspace, ...(temporary === undefined || temporary === '' ? [] : [temporary])]
  let there = place
  while (!existsSync(there)) there = dirname(there)
  const real = resolve(realpathSync(there), relative(there, place))
  if (allowed.some((root) => existsSync(root) && `${real}${sep}`.startsWith(`${realpathSync(root)}${sep}`)))
    return place
  const what = `\`${named}\` of the input \`${input}\` lies outside the workspace`
  throw new Refusal(exitStatus.usage, what, 'Name a place inside it, or in `runner.temp`.')
}
