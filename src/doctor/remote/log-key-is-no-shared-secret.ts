import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'
import { keyPlacesOf } from '../key-places.ts'

export const logKeyIsNoSharedSecret = defineRemoteCheck({
  id: 'DOC-123',
  name: 'log-key-is-no-shared-secret',
  title: 'The log key is a secret of its environment, and not of the repository or the organisation too',
  severity: 'error',
  criteria: ['CC6.1'],
  settings: 'settings/secrets/actions',
  remedy: "Delete the secret there: a workflow on anybody's branch can read it. Then replace the key.",
  check({ posture: { secrets }, setup }) {
    const named = new Set(
      keyPlacesOf(setup).flatMap(({ secret }) => (secret === undefined ? [] : [secret.toUpperCase()])),
    )
    if (named.size === 0) return openWorkflows(setup) ?? notApplicable('no workflow records with a log key')
    if (!secrets.known) return notDetermined(secrets.why)
    const shared = new Set(secrets.value.map((name) => name.toUpperCase()).filter((name) => named.has(name)))
    return failIfAny([...shared].map((name) => finding(`Every workflow of the repository can read ${name}`)))
  },
})
