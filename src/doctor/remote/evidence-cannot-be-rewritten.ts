import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { bindingGuard, finding, together } from '../judge-guards.ts'

export const evidenceCannotBeRewritten = defineRemoteCheck({
  id: 'DOC-102',
  name: 'evidence-cannot-be-rewritten',
  title: 'The evidence and documents branches can be neither deleted nor force-pushed',
  severity: 'error',
  criteria: ['CC6.1', 'CC7.1'],
  settings: 'settings/rules',
  remedy:
    'Make an active ruleset for both branches, by name, that restricts deletions and blocks force pushes, without a bypass.',
  check({ posture, setup }) {
    const { evidenceBranch, documentsBranch, evidenceRemote } = setup.settings.settings
    // In a repository of its own it is looked at by a run there.
    const here = evidenceRemote === undefined ? [evidenceBranch, documentsBranch] : [documentsBranch]
    return together(
      here.flatMap((branch) => {
        const guards = guardsOf(branch, posture)
        return [
          bindingGuard(guards, ({ refusesForcePush }) => refusesForcePush, finding(`${branch} can be force-pushed`)),
          bindingGuard(guards, ({ refusesDeletion }) => refusesDeletion, finding(`${branch} can be deleted`)),
        ]
      }),
    )
  },
})
