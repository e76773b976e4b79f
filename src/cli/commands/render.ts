import { randomUUID } from 'node:crypto'
import { nodeDocumentsFolder } from '../../adapters/node-documents-folder.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { describeFaults } from '../../render/describe-faults.ts'
import { printable } from '../../report/printable.ts'
import { documentEditions, documentFormats } from '../../usecases/edition-choice.ts'
import { checkDocuments, render } from '../../usecases/render.ts'
import { renderEdition } from '../../usecases/render-edition.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'

export const renderCommand = defineCommand({
  examples: [
    ['countersign render --out documents', 'all documents of HEAD into a folder'],
    ['countersign render --check --out documents', 'that the folder is what its PIN says'],
    ['countersign render --check', 'the same for the documents branch'],
    ['countersign render --format html --out site', 'the same documents to read in a browser, with a search'],
    ['countersign render --edition public --format html --out trust', 'only what is classified public'],
  ],
  options: {
    out: { value: 'dir', help: 'folder for the documents; it is replaced as a whole' },
    format: {
      value: 'format',
      oneOf: documentFormats,
      default: 'markdown',
      help: 'markdown for the forge, html for a browser',
    },
    edition: {
      value: 'edition',
      oneOf: documentEditions,
      default: 'internal',
      help: 'internal: all of it; public: only what is classified public',
    },
    check: { help: 'render again at the commit, checkpoint and day of PIN, and compare' },
    ...documentOptions,
  },
  async run({ out, check, format, edition, ...where }, terminal) {
    if (out === undefined && !check)
      throw new Refusal(
        exitStatus.usage,
        'There is no --out',
        'Name a folder for the documents, or check with --check.',
      )
    if (check && edition === 'public')
      throw new Refusal(exitStatus.usage, 'The public edition has no PIN to check', 'Check the internal edition.')
    if (check && out === undefined && format !== 'markdown')
      throw new Refusal(
        exitStatus.usage,
        'The documents branch holds Markdown',
        'Name the folder of the HTML by --out.',
      )
    const { request, ports, settings } = await openDocuments(where, terminal)
    const folder = out === undefined ? undefined : nodeDocumentsFolder(out, randomUUID())
    if (!check) {
      const rendered = await render(request, ports)
      const { notes, faults, assessment } = rendered
      const files = await renderEdition({ format, edition }, rendered)
      await folder?.replace(files)
      for (const note of [...notes, ...describeFaults(faults)]) terminal.err(`note: ${note}\n`)
      terminal.out(`Rendered ${files.size} files as of ${assessment.basis.asOf} into ${printable(out ?? '')}\n`)
      return exitStatus.ok
    }
    const existing = folder === undefined ? (await ports.openBranch(settings).read())?.files : await folder.read()
    if (existing === undefined)
      throw new Refusal(
        exitStatus.notDetermined,
        out === undefined ? 'There is no documents branch' : `There is no folder ${out}`,
        'Render or publish first.',
      )
    const { pin, differences, otherTool, isProtected, faults, notes } = await checkDocuments(
      existing,
      ports,
      settings.protectedBranch,
      undefined,
      { format, edition },
    )
    for (const note of notes) terminal.err(`note: ${note}\n`)
    const at = `commit ${pin.sourceCommit.slice(0, 12)}, as of ${pin.asOf}`
    if (!isProtected) {
      const told = `${at}: ${printable(settings.protectedBranch)} was never at this commit, so its text may not have been reviewed`
      // In a folder it may be a preview; the branch is what others rely on.
      if (folder === undefined && differences.length === 0)
        throw new Refusal(exitStatus.notDetermined, told, 'Publish again from the protected branch, or fetch it.')
      terminal.err(`note: ${told}\n`)
    }
    for (const line of describeFaults(faults)) terminal.out(`${line}\n`)
    if (differences.length === 0 && faults.length > 0) {
      terminal.out(`The documents are as rendered from ${at}, and something in them is wrong.\n`)
      return exitStatus.violated
    }
    if (differences.length === 0) {
      terminal.out(`All ${existing.size} documents are as rendered from ${at}.\n`)
      return exitStatus.ok
    }
    const lines = differences.slice(0, 100).map(({ path, what }) => `RPT-001 ${what}: ${printable(path)}`)
    const rest = differences.length > 100 ? [`and ${differences.length - 100} more`] : []
    terminal.out(
      `${[`Not as rendered from ${at}: ${differences.length} of ${existing.size}`, ...lines, ...rest].join('\n')}\n`,
    )
    if (!otherTool) return exitStatus.violated
    terminal.err(`note: ${printable(pin.tool)} made them, so the difference may be its own. Check with that version.\n`)
    return exitStatus.notDetermined
  },
})
