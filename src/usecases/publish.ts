import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { parsePin } from '../evidence/pin.ts'
import { millisecondsOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { DocumentsBranch, PublishedDocuments } from '../ports/documents.ts'
import { pinPath } from '../render/render-documents.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import { causeOf, documentsBefore, messageOf } from './publication-cause.ts'
import { differencesOf, type RenderedDocuments, render } from './render.ts'

export interface PublishPorts extends AssessPorts {
  readonly openBranch: (settings: Settings) => DocumentsBranch
}

export interface Publication {
  readonly rendered: RenderedDocuments
  readonly kind: 'published' | 'unchanged'
  readonly commit: string
  /** PIN file of what was published before; undefined where nothing was. */
  readonly before: string | undefined
  readonly tries: number
}

const maxTries = 6

/**
 * Renders and commits the documents to their branch. A branch that is pinned to a larger log is never replaced, a lost race
 * is rendered again, and the same documents make no commit.
 *
 * @throws Refusal as `render`; (5) where the branch does not take the commit
 */
export async function publish(request: AssessRequest, ports: PublishPorts): Promise<Publication> {
  let why = ''
  for (let tries = 1; tries <= maxTries; tries += 1) {
    // Read first: what is rendered afterwards cannot be older than what it is compared with.
    const rendered = await renderPinned(request, ports)
    const branch = ports.openBranch(rendered.settings)
    const published = await branch.read()
    refuseOlder(published, rendered)
    const before = published?.files.get(pinPath)
    if (published !== undefined && differencesOf(published.files, rendered.files).length === 0)
      return { rendered, kind: 'unchanged', commit: published.commit, before, tries }
    const outcome = await branch.publish({
      parent: published?.commit,
      files: rendered.files,
      message: messageOf(await causeOf(documentsBefore(published?.files), rendered, ports.history), rendered),
      atSeconds: secondsOf(rendered),
    })
    if (outcome.kind === 'published') return { rendered, kind: 'published', commit: outcome.commit, before, tries }
    if (outcome.kind === 'refused') {
      why = outcome.why
      break
    }
    why = outcome.kind === 'unknown' ? outcome.why : 'others kept publishing at the same time'
  }
  throw new Refusal(
    exitStatus.notAppended,
    `The documents were not published: ${why}`,
    'Look at the rules of the documents branch and at the permission `contents: write`, and publish again.',
  )
}

/**
 * Documents with a PIN: without one nobody could check them, and a later publication could not tell whether it is the newer one.
 *
 * @throws Refusal as `render`, and (3) without an evidence log
 */
export async function renderPinned(request: AssessRequest, ports: AssessPorts): Promise<RenderedDocuments> {
  const rendered = await render(request, ports)
  if (rendered.checkpoint !== undefined) return rendered
  throw new Refusal(
    exitStatus.notDetermined,
    'There is no evidence log to pin the documents to',
    'Record something first (`evidence record`). `render --out` makes the documents without a log.',
  )
}

function refuseOlder(published: PublishedDocuments | undefined, { checkpoint }: RenderedDocuments): void {
  if (published === undefined) return
  const text = published.files.get(pinPath)
  const pin = text === undefined ? undefined : parsePin(text)
  if (pin === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      text === undefined ? 'The documents branch holds no PIN' : 'The PIN on the documents branch is not readable',
      'Publish to a branch that holds nothing else, or look who changed it.',
    )
  const before = parseCheckpoint(pin.checkpoint)?.checkpoint.size ?? 0
  const now = checkpoint === undefined ? 0 : (parseCheckpoint(checkpoint)?.checkpoint.size ?? 0)
  if (before > now)
    throw new Refusal(
      exitStatus.notDetermined,
      `The documents branch is pinned to a log of ${before} records, and this one has ${now}`,
      'Fetch the evidence branch and publish again.',
    )
}

/** The time of the last record, or the day itself: the same documents make the same commit. */
const secondsOf = ({ log, assessment }: RenderedDocuments): number =>
  Math.floor(millisecondsOf(log.at(-1)?.recordedAt ?? `${assessment.basis.asOf}T00:00:00Z`) / 1000)
