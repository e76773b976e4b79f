import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Settings } from '../../model/settings.ts'
import { describeFaults } from '../../render/describe-faults.ts'
import { pinPath } from '../../render/render-documents.ts'
import { printable } from '../../report/printable.ts'
import { describeDrift, driftSince } from '../../usecases/drift-since.ts'
import { type PinProposal, pinByHand, proposePin } from '../../usecases/propose-pin.ts'
import { type PublishPorts, publish } from '../../usecases/publish.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { openForge, toRepository } from '../../wiring/gate-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'

export const publishCommand = defineCommand({
  examples: [
    ['countersign publish', 'render HEAD and commit the documents to their branch here'],
    ['countersign publish --remote https://github.com/OWNER/REPO.git', 'to the branch on the forge'],
    ['countersign publish --pin --repo OWNER/REPO', 'and propose their PIN for the protected branch, too'],
  ],
  options: {
    pin: { help: 'open or update a pull request that puts PIN on the protected branch (GITHUB_TOKEN, GITHUB_API_URL)' },
    repo: { value: 'owner/name', help: 'repository for that; default: that of the workflow run (GITHUB_REPOSITORY)' },
    ...documentOptions,
  },
  async run({ pin, repo, ...where }, terminal) {
    if (repo !== undefined && !pin) throw new Refusal(exitStatus.usage, '--repo is for --pin', 'Give both or neither.')
    const { request, ports } = await openDocuments(where, terminal)
    const { kind, commit, before, rendered } = await publish(request, ports)
    for (const note of [...rendered.notes, ...describeFaults(rendered.faults)]) terminal.err(`note: ${note}\n`)
    const { documentsBranch } = rendered.settings
    terminal.out(
      kind === 'published'
        ? `Published ${rendered.files.size} files to ${documentsBranch} in commit ${commit}\n`
        : `Nothing new: ${documentsBranch} holds the same documents at ${commit}\n`,
    )
    terminal.out(describeDrift(await driftSince(before, rendered.assessment, ports)))
    return pin ? propose(rendered.files.get(pinPath) ?? '', rendered.settings, repo, ports, terminal) : exitStatus.ok
  },
})

async function propose(
  text: string,
  settings: Settings,
  repo: string | undefined,
  ports: PublishPorts,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { GITHUB_REPOSITORY: ofRun, GITHUB_TOKEN: token } = terminal.environment
  const name = repo ?? ofRun
  if (name === undefined || token === undefined || token === '') {
    terminal.err('No pull request was opened: that needs --repo OWNER/NAME and a token in GITHUB_TOKEN. By hand:\n')
    terminal.err(
      pinByHand(settings)
        .map((line) => `  ${printable(line)}\n`)
        .join(''),
    )
    terminal.err(`and open a pull request into ${printable(settings.protectedBranch)}.\n`)
    return exitStatus.notDetermined
  }
  const forge = await openForge(terminal)
  const evidence = { forge, history: ports.history, log: ports.openLog(settings) }
  const proposal = await proposePin(text, settings, toRepository(name), evidence)
  terminal.out(`${sentenceOf(proposal, settings)}\n`)
  return exitStatus.ok
}

function sentenceOf({ kind, pull, size }: PinProposal, { protectedBranch }: Settings): string {
  switch (kind) {
    case 'opened':
      return `Opened pull request #${pull}: pins the log at ${size} records`
    case 'updated':
      return `Updated pull request #${pull}: pins the log at ${size} records`
    case 'unchanged':
      return `Pull request #${pull} proposes this pin or a later one`
    case 'pinned':
      return `${printable(protectedBranch)} is pinned to this checkpoint of ${size} records`
  }
}
