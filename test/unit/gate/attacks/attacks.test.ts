import { describe, expect, test } from 'vitest'
import { changedDeployment, decideDeploy, saidByDeployment } from '../../../support/deployment-facts.ts'
import { changed, decide, legitimate, saidBy } from '../../../support/gate-facts.ts'
import { authorshipAttacks } from './authorship.ts'
import { changeRequestAttacks } from './change-requests.ts'
import { conditionAttacks } from './conditions.ts'
import { deploymentFactsAttacks } from './deployment-facts.ts'
import { deploymentAttacks } from './deployments.ts'
import { freshnessAttacks } from './freshness.ts'
import { identityAttacks } from './identity.ts'
import { machineAttacks } from './machines.ts'
import { pathAttacks } from './paths.ts'
import { listAttacks, permissionAttacks } from './permissions-and-lists.ts'
import { requirementAttacks } from './requirements.ts'
import { reviewAttacks } from './reviews.ts'
import { ruleAttacks } from './rules.ts'

const everyDeployment = [...deploymentAttacks, ...deploymentFactsAttacks]

const themes = {
  identity: identityAttacks,
  authorship: authorshipAttacks,
  freshness: freshnessAttacks,
  reviews: reviewAttacks,
  permissions: permissionAttacks,
  'lists that are not whole': listAttacks,
  rules: ruleAttacks,
  'change requests': changeRequestAttacks,
  paths: pathAttacks,
  conditions: conditionAttacks,
  requirements: requirementAttacks,
  'changes by machines': machineAttacks,
}
describe.each(Object.entries(themes))('%s', (_theme, attacks) => {
  test.each(attacks)('$name', ({ from = legitimate, change, wanted, says }) => {
    expect(saidBy(decide(from))).toMatch(/^Approved/)
    const decision = decide(changed(from, change))
    expect(`${decision.verdict}\n${saidBy(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
    expect(saidBy(decision)).toContain(says)
  })
})

describe('deployments', () => {
  test.each(everyDeployment)('$name', ({ from = {}, change, wanted, says }) => {
    expect(saidByDeployment(decideDeploy(from))).toMatch(/^Approved/)
    const decision = decideDeploy(changedDeployment(from, change))
    expect(`${decision.verdict}\n${saidByDeployment(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
    expect(saidByDeployment(decision)).toContain(says)
  })
})

test('at least 150 of them, and no two are one', () => {
  const all = Object.values(themes).flat()
  const names = [...all.map(({ name }) => name), ...everyDeployment.map(({ name }) => `deployment: ${name}`)]
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  // Numbers of reviews go on counting.
  const wholes = [
    ...all.map(({ from = legitimate, change }) => changed(from, change)),
    ...everyDeployment.map(({ from = {}, change }) => changedDeployment(from, change)),
  ]
  const situations = wholes.map((whole) =>
    JSON.stringify(whole, (key, value: unknown) => (key === 'id' && Number(value) < 900 ? 0 : value)),
  )
  expect(names.filter((_name, index) => situations.indexOf(situations[index] ?? '') !== index)).toEqual([])
  expect(names.length).toBeGreaterThanOrEqual(150)
})
