import type { PageContext } from './page-context.ts'
import { stateWords } from './page-text.ts'

/** Controls with their state: one that is not met helps nothing. @param root way to the index */
export function controlStates(
  controls: readonly string[] | undefined,
  context: PageContext,
  root: string,
  otherwise = 'no control of ours is named',
): string {
  if (controls === undefined || controls.length === 0) return otherwise
  return controls
    .map((id) => {
      const state = context.assessment.controls.get(id)?.state
      const words = state === undefined ? 'not in the program' : stateWords[state].toLowerCase()
      return `${context.titled(id, root)}: ${words}`
    })
    .join('<br>')
}
