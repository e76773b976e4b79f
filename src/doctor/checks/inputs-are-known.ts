import { inputNames, modes } from '../../model/action-inputs.ts'
import { nearest } from '../../model/nearest.ts'
import { aboutUses, everyKind } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const inputsAreKnown = defineCheck({
  id: 'DOC-035',
  name: 'inputs-are-known',
  title: 'Countersign is given inputs that exist',
  severity: 'error',
  remedy: 'Correct the name: GitHub only warns about an input that does not exist, and goes on without it.',
  check: (facts) =>
    aboutUses(facts, everyKind, ({ workflow, step }) => {
      const mode = step.inputs.get('mode')?.trim() ?? ''
      const at = workflow.at.locate([...step.path, 'with', 'mode'], 'value')
      const modeFinding = modes.some((known) => known === mode)
        ? []
        : [
            {
              message: mode === '' ? 'The input mode is missing' : `There is no mode ${mode}`,
              at,
              ...hintFor(mode, modes),
            },
          ]
      const unknown = [...step.inputs.keys()].filter((name) => !inputNames.some((known) => known === name))
      return [
        ...modeFinding,
        ...unknown.map((name) => ({
          message: `There is no input ${name}`,
          at: workflow.at.locate([...step.path, 'with', name], 'key'),
          ...hintFor(name, inputNames),
        })),
      ]
    }),
})

function hintFor(word: string, allowed: readonly string[]): { readonly hint: string } {
  const near = nearest(word, allowed)
  return { hint: near === undefined ? `Allowed: ${allowed.join(', ')}` : `Did you mean \`${near}\`?` }
}
