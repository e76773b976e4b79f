import { assessProgram } from '../../src/assess/assess-program.ts'
import type { RenderInput } from '../../src/render/render-input.ts'
import { recordsWith, renderInputWith } from './documents-with.ts'
import { logOf, merged } from './log-builder.ts'
import { storyProgram } from './story-program.ts'

/**
 * What fills as much as there is on every page: the program of the shipped example with a log of its own, and the small
 * program of the fixtures with everything that can be wrong.
 */
export async function inputsOfEveryPage(): Promise<readonly RenderInput[]> {
  const model = await storyProgram()
  const many = Array.from({ length: 700 }, (_, index) => merged(index + 10, { at: '2026-06-15T10:00:00Z' }))
  const log = logOf(...recordsWith('some text'), ...many)
  const small = renderInputWith({ text: 'some text' })
  return [
    small,
    withPublicPolicies(small),
    renderInputWith({ text: 'some text', log: [], checkpoint: undefined, url: undefined }),
    {
      ...small,
      model,
      log,
      commits: new Map(),
      assessment: assessProgram(model, log, '2026-08-31', { protectedBranch: 'main' }),
    },
  ]
}

/** The same program with all its policies for everybody. */
function withPublicPolicies(input: RenderInput): RenderInput {
  const open = { classification: 'public' } as const
  return {
    ...input,
    model: {
      ...input.model,
      policies: new Map(
        [...input.model.policies].map(([id, one]) => [id, { ...one, value: { ...one.value, ...open } }]),
      ),
    },
    history: new Map(
      [...input.history].map(([id, revisions]) => [
        id,
        revisions.map((one) =>
          one.value?.kind === 'Policy'
            ? { ...one, value: { ...one.value, data: { ...one.value.data, ...open } } }
            : one,
        ),
      ]),
    ),
  }
}
