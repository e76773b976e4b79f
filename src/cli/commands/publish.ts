import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Settings } from '../../model/settings.ts'
import { describeFaults } from '../../render/describe-faults.ts'
import { pinPath } from '../../render/render-documents.ts'
import { printable } from '../../report/printable.ts'
import type { AssessRequest } from '../../usecases/assess.ts'
import { toDocumentsPath } from '../../usecases/documents-path.ts'
import { describeDrift, driftSince } from '../../usecases/drift-since.ts'
import { type DocumentsProposal, documentsByHand, proposeDocuments } from '../../usecases/propose-documents.ts'
import { type PinProposal, pinByHand, proposePin } from '../../usecases/propose-pin.ts'
import { type PublishPorts, publish, renderPinned } from '../../usecases/publish.ts'
import { type RenderedDocuments, wasTipOf } from '../../usecases/render.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { openForge, toRepository } from '../../wiring/gate-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'

export const publishCommand = defineCommand({
  examples: [
    ['countersign publish', 'render HEAD and commit the documents to their branch here'],
    ['countersign publish --remote https://github.com/OWNER/REPO.git', 'to the branch on the forge'],
    ['countersign publish --pin --repo OWNER/REPO', 'and propose their PIN for the protected branch, too'],
    ['countersign publish --to-path docs/compliance --repo OWNER/REPO', 'propose them for a folder of that branch'],
  ],
  options: {
    pin: { help: 'open or update a pull request that puts PIN on the protected branch (GITHUB_TOKEN, GITHUB_API_URL)' },
    toPath: {
      value: 'folder',
      help: 'open or update a pull request that puts the documents into this folder of the protected branch, not on theirs',
    },
    repo: { value: 'owner/name', help: 'repository for that; default: that of the workflow run (GITHUB_REPOSITORY)' },
    ...documentOptions,
  },
  async run({ pin, toPath, repo, ...where }, terminal) {
    if (pin && toPath !== undefined)
      throw new Refusal(exitStatus.usage, '--pin and --to-path are two proposals', 'A folder has its PIN: give one.')
    if (repo !== undefined && !pin && toPath === undefined)
      throw new Refusal(exitStatus.usage, '--repo is for --pin and --to-path', 'Give one of them, or leave it out.')
    const { request, ports, settings } = await openDocuments(where, terminal)
    if (toPath !== undefined) {
      const path = toDocumentsPath(toPath, settings)
      return publishToPath(path, request, repo, ports, terminal)
    }
    const { kind, commit, before, rendered } = await publish(request, ports)
    note(rendered, terminal)
    const { documentsBranch } = rendered.settings
    terminal.out(
      kind === 'published'
        ? `Published ${rendered.files.size} files to ${documentsBranch} in commit ${commit}\n`
        : `Nothing new: ${documentsBranch} holds the same documents at ${commit}\n`,
    )
    terminal.out(describeDrift(await driftSince(before, rendered.assessment, ports)))
    return pin ? publishPin(rendered.files.get(pinPath) ?? '', rendered.settings, repo, ports, terminal) : exitStatus.ok
  },
})

function note({ notes, faults }: RenderedDocuments, terminal: Terminal): void {
  for (const one of [...notes, ...describeFaults(faults)]) terminal.err(`note: ${one}\n`)
}

async function publishPin(
  text: string,
  settings: Settings,
  repo: string | undefined,
  ports: PublishPorts,
  terminal: Terminal,
): Promise<ExitStatus> {
  const name = repositoryToAsk(repo, terminal)
  if (name === undefined) return byHand(pinByHand(settings), settings, terminal)
  const forge = await openForge(terminal)
  const evidence = { forge, history: ports.history, log: ports.openLog(settings) }
  const proposal = await proposePin(text, settings, toRepository(name), evidence)
  terminal.out(`${sentenceOf(proposal, settings)}\n`)
  return exitStatus.ok
}

/** The documents branch stays as it is. */
async function publishToPath(
  path: string,
  request: AssessRequest,
  repo: string | undefined,
  ports: PublishPorts,
  terminal: Terminal,
): Promise<ExitStatus> {
  const rendered = await renderPinned(request, ports)
  const { settings, commit } = rendered
  // The commit may say another folder of the program than the work tree does.
  toDocumentsPath(path, settings)
  note(rendered, terminal)
  if (!(await wasTipOf(settings.protectedBranch, commit, ports)))
    terminal.err(
      `note: ${printable(settings.protectedBranch)} was never at ${commit.slice(0, 12)} here, so its text may not have been reviewed\n`,
    )
  const name = repositoryToAsk(repo, terminal)
  if (name === undefined) return byHand(documentsByHand(path, rendered), settings, terminal)
  const repository = toRepository(name)
  const forge = await openForge(terminal)
  try {
    const proposal = await proposeDocuments(path, rendered, repository, forge, ports)
    terminal.out(`${documentsSentenceOf(proposal, path, rendered)}\n`)
    terminal.out(describeDrift(await driftSince(proposal.before, rendered.assessment, ports)))
    return exitStatus.ok
  } catch (error) {
    if (error instanceof ForgeRefused || error instanceof ForgeUnreachable)
      byHand(documentsByHand(path, rendered), settings, terminal, 'the forge did not take it')
    throw error
  }
}

/** undefined where no forge can be asked. */
function repositoryToAsk(repo: string | undefined, { environment }: Terminal): string | undefined {
  const { GITHUB_REPOSITORY: ofRun, GITHUB_TOKEN: token } = environment
  return token === undefined || token === '' ? undefined : (repo ?? ofRun)
}

function byHand(
  commands: readonly string[],
  { protectedBranch }: Settings,
  terminal: Terminal,
  why = 'that needs --repo OWNER/NAME and a token in GITHUB_TOKEN',
): ExitStatus {
  terminal.err(`No pull request was opened or updated: ${why}. By hand:\n`)
  terminal.err(commands.map((line) => `  ${printable(line)}\n`).join(''))
  terminal.err(`and open a pull request into ${printable(protectedBranch)}.\n`)
  return exitStatus.notDetermined
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

function documentsSentenceOf(
  { kind, pull }: DocumentsProposal,
  path: string,
  { files, settings }: RenderedDocuments,
): string {
  switch (kind) {
    case 'opened':
      return `Opened pull request #${pull}: ${files.size} files in ${path}`
    case 'updated':
      return `Updated pull request #${pull}: ${files.size} files in ${path}`
    case 'unchanged':
      return `Pull request #${pull} proposes these documents or those of a larger log`
    case 'there':
      return `Nothing new: ${path} on ${printable(settings.protectedBranch)} holds the same documents`
  }
}
