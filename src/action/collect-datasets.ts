import { forgeDatasets } from '../ports/collector.ts'
import type { RepositoryName } from '../ports/forge.ts'
import { type Collection, collectEvidence } from '../usecases/collect-evidence.ts'
import type { EvidenceContext } from '../wiring/evidence-context.ts'
import { openCollector } from '../wiring/gate-context.ts'
import { openSources } from '../wiring/source-context.ts'
import type { ActionContext } from './mode.ts'

/** Collects what the input `collect` names; undefined where it names nothing. @throws Refusal, ForgeRefused, ForgeUnreachable */
export async function collectDatasets(
  { inputs, terminal }: ActionContext,
  repository: RepositoryName,
  { ports, places, signer, producer, settings, root }: EvidenceContext,
): Promise<Collection | undefined> {
  const { collect, collectToken } = inputs
  if (collect.length === 0) return undefined
  const isAll = collect.includes('all')
  const datasets = forgeDatasets.filter((name) => isAll || collect.includes(name))
  const sources = collect.filter((name) => name.startsWith('SRC-'))
  // Another token than the one that writes the log: to read an organisation, and nothing else.
  const reader = {
    ...terminal,
    environment: { ...terminal.environment, GITHUB_TOKEN: collectToken ?? inputs.token ?? '' },
  }
  return collectEvidence(
    {
      places,
      signer,
      producer,
      forge: datasets.length === 0 ? undefined : { repository, datasets, branches: [settings.evidenceBranch] },
      sources: isAll ? 'all' : sources,
    },
    { ...ports, collector: await openCollector(reader), sources: openSources(root, terminal) },
  )
}

/** In a few words, for the summary. */
export function collectedInShort({ datasets, missing }: Collection): string {
  const open = datasets.filter(({ unread }) => unread.length > 0).length + missing.length
  return open === 0 ? `${datasets.length} datasets read` : `${datasets.length} datasets read, ${open} not whole`
}
