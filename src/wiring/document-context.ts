import { tmpdir } from 'node:os'
import { gitDocuments } from '../adapters/git-documents.ts'
import type { Settings } from '../model/settings.ts'
import type { AssessRequest } from '../usecases/assess.ts'
import type { PublishPorts } from '../usecases/publish.ts'
import { type EvidencePlace, evidenceOptions, openEvidence } from './evidence-context.ts'
import type { Terminal } from './terminal.ts'
import { toDay } from './to-day.ts'

/** Options that `assess`, `render` and `publish` share. */
export const documentOptions = {
  ...evidenceOptions,
  commit: { value: 'ref', default: 'HEAD', help: 'commit to read the program from; never the work tree' },
  asOf: { value: 'date', help: 'last day that counts, YYYY-MM-DD; default: today' },
} as const

interface DocumentOptionValues extends EvidencePlace {
  readonly commit: string
  readonly asOf: string | undefined
}

/** Chooses adapters, and turns options into a request. @throws Refusal for a day that does not exist */
export async function openDocuments(
  { commit, asOf, ...place }: DocumentOptionValues,
  terminal: Terminal,
): Promise<{ readonly request: AssessRequest; readonly ports: PublishPorts; readonly settings: Settings }> {
  const day = asOf === undefined ? {} : { asOf: toDay(asOf, '--as-of') }
  const { ports, git, root, settings } = await openEvidence(place, terminal)
  const token = terminal.environment['GITHUB_TOKEN']
  return {
    settings,
    request: { revision: commit, ...day },
    ports: {
      history: ports.history,
      clock: ports.clock,
      openLog: () => ports.log,
      openBranch: ({ documentsBranch }) =>
        gitDocuments({
          git,
          remote: place.remote ?? place.home ?? root,
          branch: documentsBranch,
          scratch: tmpdir(),
          ...(token === undefined || token === '' ? {} : { token }),
        }),
    },
  }
}
