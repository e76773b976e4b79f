import { contextFor, isContextOf } from '../../model/gate-status-name.ts'
import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { finding } from '../judge-guards.ts'

/** GitHub Actions on github.com; see `PostureFacts.actionsApp`. */
const actionsOfGitHub = 15_368

export const statusIsPinned = defineRemoteCheck({
  id: 'DOC-106',
  name: 'status-is-pinned',
  title: 'The required status counts from one App alone, which workflows of branches cannot speak for',
  severity: 'error',
  criteria: ['CC8.1', 'CC6.1'],
  settings: 'settings/rules',
  remedy:
    'Let the gate post with the token of a GitHub App of your own (inputs `github-token` and `app-slug`), whose key only the default branch may use, and choose that App as the source of the required status.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const context = contextFor(protectedBranch)
    const { known, open } = guardsOf(protectedBranch, posture)
    const apps = known.flatMap(({ statuses }) =>
      statuses.filter((one) => isContextOf(protectedBranch, one.context)).map(({ app }) => app),
    )
    const { actionsApp } = posture
    const isActions = (app: number) => app === actionsOfGitHub || (actionsApp.known && app === actionsApp.value)
    const others = apps.filter((app) => app !== null && !isActions(app))
    if (others.length > 0) return actionsApp.known ? pass : notDetermined(actionsApp.why)
    const [why] = open
    if (why !== undefined) return notDetermined(why)
    if (apps.length === 0) return notApplicable('the status is not required')
    return failIfAny([
      apps.every((app) => app === null)
        ? finding(`${context} counts from any source: whoever may write can post it`)
        : finding(`${context} counts from GitHub Actions: a workflow on anybody's branch can post it`),
    ])
  },
})
