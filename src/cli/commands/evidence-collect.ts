import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { forgeDatasets } from '../../ports/collector.ts'
import { collectEvidence, statusOfCollection } from '../../usecases/collect-evidence.ts'
import { describeCollection } from '../../usecases/describe-collection.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { openCollector, toRepository } from '../../wiring/gate-context.ts'
import { openSources } from '../../wiring/source-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceCollectCommand = defineCommand({
  examples: [
    ['countersign evidence collect --repo acme/shop', 'everything that the token may read, and all declared sources'],
    ['countersign evidence collect --repo acme/shop --dataset access-list --dataset teams', 'who may do what'],
    ['countersign evidence collect --source SRC-GATEWAY', 'one declared source'],
  ],
  options: {
    repo: { value: 'owner/name', help: 'repository on the forge, and its organisation; the token is GITHUB_TOKEN' },
    dataset: { value: 'name', repeat: true, oneOf: forgeDatasets, help: 'what to read at the forge; default: all' },
    source: {
      value: 'id',
      repeat: true,
      help: 'declared source to read; default: all, but none where --dataset is given',
    },
    ...evidenceOptions,
  },
  async run({ repo, dataset, source, ...where }, terminal) {
    if (repo === undefined && dataset.length > 0)
      throw new Refusal(exitStatus.usage, 'A dataset is of a repository', 'Give --repo OWNER/NAME, too.')
    const { ports, places, signer, producer, settings, root } = await openEvidence(where, terminal)
    const forge =
      repo === undefined || (source.length > 0 && dataset.length === 0)
        ? undefined
        : {
            repository: toRepository(repo),
            datasets: dataset.length === 0 ? forgeDatasets : [...new Set(dataset)],
            branches: [settings.evidenceBranch],
          }
    const sources = source.length > 0 || dataset.length > 0 ? [...new Set(source)] : 'all'
    const collection = await collectEvidence(
      { places, signer, producer, forge, sources },
      { ...ports, collector: await openCollector(terminal), sources: openSources(root, terminal) },
    )
    terminal.out(describeCollection(collection))
    return statusOfCollection(collection)
  },
})
