import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import { Refusal } from '../../model/refusal.ts'
import { pinPath } from '../../render/render-documents.ts'
import { printDrift, printDriftJson } from '../../report/print-drift.ts'
import { printable } from '../../report/printable.ts'
import { type AssessedProgram, assess } from '../../usecases/assess.ts'
import { type ComparisonSince, compareSince, type PastPoint, toPastPoint } from '../../usecases/compare-since.ts'
import { type KeptIssue, keepDeficiencyIssues } from '../../usecases/deficiency-issues.ts'
import { draftDeficiencies } from '../../usecases/draft-deficiencies.ts'
import type { PublishPorts } from '../../usecases/publish.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { openEdit } from '../../wiring/edit-context.ts'
import { openForge, posterOf, toRepository } from '../../wiring/gate-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'
import { finishChange } from '../finish-change.ts'
import { readGivenFile } from '../read-given-file.ts'

const pinLimitBytes = 8 * 1024 * 1024

export const driftCommand = defineCommand({
  examples: [
    ['countersign drift', 'what got better or worse since the documents were published'],
    ['countersign drift --since 2026-05-31 --format json', 'since the end of a day, for another program'],
    ['countersign drift --drafts --dry-run', 'the deficiencies that should be opened or tested again, as a diff'],
    ['countersign drift --drafts --issue --repo OWNER/REPO', 'writes them, and keeps an issue for each'],
  ],
  options: {
    since: {
      value: 'point',
      help: 'a day, a PIN file or a file with a checkpoint; default: the PIN of the documents branch',
    },
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print the result' },
    drafts: { help: 'open and propose deficiencies in the work tree for what changed; the report goes to stderr' },
    dryRun: { help: 'show what --drafts and --issue would do and write nothing' },
    issue: { help: 'keep a GitHub issue for each deficiency (GITHUB_TOKEN with issues: write, GITHUB_API_URL)' },
    repo: { value: 'owner/name', help: 'repository for that; default: that of the workflow run (GITHUB_REPOSITORY)' },
    app: { value: 'slug', help: 'the App whose token it is; default: the run itself, or the person' },
    ...documentOptions,
  },
  async run({ since, format, drafts, dryRun, issue, repo, app, ...where }, terminal) {
    refuseOdd({ format, drafts, dryRun, issue, repo, app })
    const { request, ports, settings } = await openDocuments(where, terminal)
    const point = since === undefined ? await published(ports, settings) : await toPoint(since)
    const now = await assess(request, ports)
    const found = await compareSince(point, now, ports)
    const { comparison } = found
    const print = format === 'json' ? printDriftJson : printDrift
    const tell = drafts ? terminal.err : terminal.out
    tell(print({ ...found, comparison }, now.notes))
    const verdict =
      comparison.after.score.tenths === undefined
        ? exitStatus.notDetermined
        : comparison.worse.length > 0
          ? exitStatus.violated
          : exitStatus.ok
    const drafted = drafts ? await draft(found, now, { cwd: where.cwd, dryRun }, terminal) : undefined
    const model = drafted?.model ?? now.model
    const issued = issue ? await keepIssues(model, { repo, app, dryRun }, terminal) : exitStatus.ok
    // What could not be written was said; that it is worse is the answer.
    return (
      [verdict, drafted?.status ?? exitStatus.ok, issued].find((status) => status !== exitStatus.ok) ?? exitStatus.ok
    )
  },
})

interface Asked {
  readonly format: string
  readonly drafts: boolean
  readonly dryRun: boolean
  readonly issue: boolean
  readonly repo: string | undefined
  readonly app: string | undefined
}

function refuseOdd({ format, drafts, dryRun, issue, repo, app }: Asked): void {
  const refuse = (what: string, remedy: string) => {
    throw new Refusal(exitStatus.usage, what, remedy)
  }
  if (drafts && format === 'json') refuse('--drafts prints a diff', 'Run the command once more for --format json.')
  if (dryRun && !drafts && !issue) refuse('--dry-run is for --drafts and --issue', 'Without them nothing is written.')
  if (!issue && (repo ?? app) !== undefined) refuse('--repo and --app are for --issue', 'Give it, or leave them out.')
}

async function published(ports: PublishPorts, settings: Parameters<PublishPorts['openBranch']>[0]): Promise<PastPoint> {
  const files = (await ports.openBranch(settings).read())?.files
  const pin = files?.get(pinPath)
  if (pin !== undefined) return toPastPoint(pin, `The PIN on ${settings.documentsBranch}`)
  throw new Refusal(
    exitStatus.notDetermined,
    files === undefined
      ? `There is no branch ${settings.documentsBranch}, so there is no last time`
      : `The branch ${settings.documentsBranch} holds no PIN`,
    'Publish documents first, or name a day, a PIN file or a checkpoint with --since.',
  )
}

async function toPoint(since: string): Promise<PastPoint> {
  if (/^\d{4}-\d{2}-\d{2}$/.test(since)) return { kind: 'day', day: toDay(since, '--since') }
  const bytes = await readGivenFile(since, pinLimitBytes, 'a PIN file or a checkpoint, or a day')
  return toPastPoint(bytes.toString('utf8'), `\`${printable(since)}\``)
}

async function draft(
  found: ComparisonSince,
  now: AssessedProgram,
  { cwd, dryRun }: { readonly cwd: string; readonly dryRun: boolean },
  terminal: Terminal,
): Promise<{ readonly status: ExitStatus; readonly model: ProgramModel }> {
  const { request, ports } = openEdit({ cwd, config: undefined }, terminal)
  const change = await draftDeficiencies(request, found, now, ports)
  for (const sentence of change.left) terminal.err(`Left to people: ${printable(sentence)}.\n`)
  const status = await finishChange(change, { dryRun, ports, terminal })
  return { status, model: change.after.model }
}

const did: Readonly<Record<KeptIssue['kind'], string>> = {
  opened: 'Opened',
  updated: 'Updated',
  closed: 'Closed',
  reopened: 'Opened again',
  unchanged: 'Nothing new in',
}

async function keepIssues(
  model: ProgramModel,
  { repo, app, dryRun }: Pick<Asked, 'repo' | 'app' | 'dryRun'>,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { GITHUB_REPOSITORY: ofRun, GITHUB_TOKEN: token } = terminal.environment
  const name = repo ?? ofRun
  if (name === undefined || token === undefined || token === '') {
    terminal.err('No issue was written: that needs --repo OWNER/NAME and a token in GITHUB_TOKEN.\n')
    return exitStatus.notDetermined
  }
  const forge = await openForge(terminal)
  const asked = { author: () => posterOf(terminal, app, forge), dryRun }
  const { issues, notes, fault } = await keepDeficiencyIssues(model, toRepository(name), asked, forge)
  for (const { kind, number, deficiency } of issues) {
    const place = number === undefined ? 'an issue' : `issue #${number}`
    terminal.err(
      `${dryRun && kind !== 'unchanged' ? `Would be: ${did[kind].toLowerCase()}` : did[kind]} ${place} of ${deficiency}\n`,
    )
  }
  for (const note of notes) terminal.err(`note: ${printable(note)}\n`)
  if (fault === undefined) return exitStatus.ok
  return fault === 'unread' ? exitStatus.notDetermined : exitStatus.notAppended
}
