import { addDuration, dayOf } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { itemsAs } from '../read-datasets.ts'
import { accessMethodOf } from './access-method.ts'

export const accessIsInUse = defineRule({
  id: 'ACC-011',
  name: 'access-is-in-use',
  title: 'No account or token that nobody uses stays open',
  subject: 'read-dataset',
  severity: 'warning',
  rationale: 'What nobody uses nobody misses when it is stolen.',
  remedy: 'Lock the account or take the token back; it is given again when it is needed.',
  criteria: ['CC6.1', 'CC6.3'],
  since: '0.2.0',
  needs: 'log',
  datasets: ['access-list', 'tokens'],

  check(reading, { program, timezone }) {
    const { data } = reading.record
    if (data.dataset !== 'access-list' && data.dataset !== 'tokens') return notApplicable('nothing in it is used')
    if (reading.items === undefined) return notDetermined(reading.why ?? 'its items are not known')
    const accounts = (itemsAs('access-list', reading) ?? [])
      .filter(({ status }) => status !== 'disabled')
      .map(({ account, createdAt, lastUsedAt }) => ({ what: `The account ${account}`, createdAt, lastUsedAt }))
    const tokens = (itemsAs('tokens', reading) ?? [])
      .filter(({ kind, status }) => kind !== 'secret' && status !== 'expired' && status !== 'revoked')
      .map(({ id, name, createdAt, lastUsedAt }) => ({ what: `The token ${name ?? id}`, createdAt, lastUsedAt }))
    const all = newestUse([...accounts, ...tokens])
    if (!all.some(({ lastUsedAt }) => lastUsedAt !== null))
      return notApplicable('it does not say when anything was used')
    const within = accessMethodOf(program).dormantAfter
    const read = dayOf(data.to, timezone)
    const findings = all.flatMap(({ what, createdAt, lastUsedAt }): Finding[] => {
      // Never used, as far as anybody knows: the time since it was made counts.
      const since = dayOf(lastUsedAt ?? createdAt ?? data.to, timezone)
      if (addDuration(since, within) >= read) return []
      const message =
        lastUsedAt === null
          ? `${what} of ${data.system} was made on ${since}, and no use of it is known`
          : `${what} of ${data.system} was last used on ${since}`
      return [{ message, at: reading.at.locate(), hint: `dormant after ${within}` }]
    })
    return failIfAny(findings)
  },
})

interface Use {
  readonly what: string
  readonly createdAt: string | null
  readonly lastUsedAt: string | null
}

/** One for each name: an account stands in a list once for each of its roles. */
function newestUse(all: readonly Use[]): readonly Use[] {
  const newest = new Map<string, Use>()
  for (const one of all) {
    const known = newest.get(one.what)
    if (known === undefined || (one.lastUsedAt ?? '') > (known.lastUsedAt ?? '')) newest.set(one.what, one)
  }
  return [...newest.values()]
}
