import { randomUUID } from 'node:crypto'
import { nodeDocumentsFolder } from '../adapters/node-documents-folder.ts'
import { printScore } from '../assess/score.ts'
import { exitStatus } from '../model/exit-status.ts'
import { inlineText } from '../model/markdown-text.ts'
import { Refusal } from '../model/refusal.ts'
import { describeFaults } from '../render/describe-faults.ts'
import { render } from '../usecases/render.ts'
import { renderEdition } from '../usecases/render-edition.ts'
import { openDocuments } from '../wiring/document-context.ts'
import type { ActionContext, ModeResult } from './mode.ts'
import { placeOf } from './place-input.ts'

/** Renders the documents of the checked-out commit, as they are asked for, into a folder of the workspace. Publishes nothing and records nothing. */
export async function renderMode(context: ActionContext): Promise<ModeResult> {
  const { inputs, workspace, terminal } = context
  if (inputs.documents === undefined) {
    throw new Refusal(exitStatus.usage, 'The input `documents` is missing', 'Name a folder for the documents.')
  }
  const folder = placeOf('documents', inputs.documents, context)
  const where = { cwd: workspace, remote: undefined, commit: 'HEAD', asOf: inputs.asOf }
  const { request, ports } = await openDocuments(where, terminal)
  const rendered = await render(request, ports)
  const { assessment, faults, notes: told } = rendered
  const notes = [...told, ...describeFaults(faults)]
  const files = await renderEdition(inputs, rendered)
  await nodeDocumentsFolder(folder, randomUUID()).replace(files)
  const { score, basis } = assessment
  const summary = `Rendered ${files.size} files as of ${basis.asOf}; score ${printScore(score)}, ${score.controls.met} of ${score.controls.applicable} controls met`
  terminal.out(`${[summary, ...notes].join('\n')}\n`)
  return {
    status: exitStatus.ok,
    fails: false,
    verdict: 'satisfied',
    summary,
    page: `### ${inlineText(summary)}\n\n${notes.map((note) => `- ${inlineText(note)}`).join('\n')}\n`,
  }
}
