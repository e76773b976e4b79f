import { exitStatus } from '../../model/exit-status.ts'
import { describeDrift, driftSince } from '../../usecases/drift-since.ts'
import { publish } from '../../usecases/publish.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'

export const publishCommand = defineCommand({
  examples: [
    ['countersign publish', 'render HEAD and commit the documents to their branch here'],
    ['countersign publish --remote https://github.com/OWNER/REPO.git', 'to the branch on the forge'],
  ],
  options: documentOptions,
  async run(where, terminal) {
    const { request, ports } = await openDocuments(where, terminal)
    const { kind, commit, before, rendered } = await publish(request, ports)
    for (const note of rendered.notes) terminal.err(`note: ${note}\n`)
    const { documentsBranch } = rendered.settings
    terminal.out(
      kind === 'published'
        ? `Published ${rendered.files.size} files to ${documentsBranch} in commit ${commit}\n`
        : `Nothing new: ${documentsBranch} holds the same documents at ${commit}\n`,
    )
    terminal.out(describeDrift(await driftSince(before, rendered.assessment, ports)))
    return exitStatus.ok
  },
})
