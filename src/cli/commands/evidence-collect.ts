import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { forgeDatasets } from '../../ports/collector.ts'
import { collectEvidence, statusOfCollection } from '../../usecases/collect-evidence.ts'
import { describeCollection } from '../../usecases/describe-evidence.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { openCollector, toRepository } from '../../wiring/gate-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceCollectCommand = defineCommand({
  examples: [
    ['countersign evidence collect --repo acme/shop', 'everything that the token may read'],
    ['countersign evidence collect --repo acme/shop --dataset access-list --dataset teams', 'who may do what'],
  ],
  options: {
    repo: { value: 'owner/name', help: 'repository on the forge, and its organisation; the token is GITHUB_TOKEN' },
    dataset: { value: 'name', repeat: true, oneOf: forgeDatasets, help: 'what to read at the forge; default: all' },
    ...evidenceOptions,
  },
  async run({ repo, dataset, ...where }, terminal) {
    if (repo === undefined) throw new Refusal(exitStatus.usage, 'Say what to collect', 'Give --repo OWNER/NAME.')
    const { ports, places, signer, producer, settings } = await openEvidence(where, terminal)
    const collector = await openCollector(terminal)
    const collection = await collectEvidence(
      {
        places,
        signer,
        producer,
        repository: toRepository(repo),
        datasets: dataset.length === 0 ? forgeDatasets : [...new Set(dataset)],
        branches: [settings.evidenceBranch],
      },
      { ...ports, collector },
    )
    terminal.out(describeCollection(collection))
    return statusOfCollection(collection)
  },
})
