import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changedDeployment, decideDeploy, saidByDeployment } from '../../../support/deployment-facts.ts'
import { changed, decide, legitimate, saidBy } from '../../../support/gate-facts.ts'
import type { Cases } from './case.ts'
import { deploymentCases } from './deployments.ts'
import { reviewsAndPeople } from './reviews-and-people.ts'
import { rulesAndFacts } from './rules-and-facts.ts'
import { semantics } from './semantics.ts'

const cases: Cases = { ...reviewsAndPeople, ...rulesAndFacts }

describe.each(semantics.map((one) => ({ ...one, title: `semantic ${one.number}: ${one.name}` })))(
  '$title',
  (semantic) => {
    const { number, elsewhere = [] } = semantic
    for (const { name, from = {}, change, wanted, says } of cases[number] ?? []) {
      test(name, () => {
        const before = changed(legitimate, from)
        expect(saidBy(decide(before))).toMatch(/^Approved/)
        const decision = decide(changed(before, change))
        expect(`${decision.verdict}\n${saidBy(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
        if (says !== undefined) expect(saidBy(decision)).toContain(says)
      })
    }
    for (const { name, from = {}, change, wanted, says } of deploymentCases[number] ?? []) {
      test(name, () => {
        expect(saidByDeployment(decideDeploy(from))).toMatch(/^Approved/)
        const decision = decideDeploy(changedDeployment(from, change))
        expect(`${decision.verdict}\n${saidByDeployment(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
        if (says !== undefined) expect(saidByDeployment(decision)).toContain(says)
      })
    }
    for (const { file, test: words } of elsewhere) {
      test(`in ${file}: ${words}`, () => {
        expect(readFileSync(resolve(import.meta.dirname, '../../../..', file), 'utf8')).toContain(words)
      })
    }
    test('has a test', () => {
      expect([...(cases[number] ?? []), ...(deploymentCases[number] ?? []), ...elsewhere]).not.toEqual([])
    })
  },
)

test('all 67 are there, each with a rule in one sentence, and every case belongs to one', () => {
  const numbers = semantics.map(({ number }) => number)
  expect(numbers).toEqual(Array.from({ length: 67 }, (_, index) => index + 1))
  for (const { rule } of semantics) expect(rule).toMatch(/^[A-Z].{20,200}\.$/)
  const used = [reviewsAndPeople, rulesAndFacts, deploymentCases].flatMap((table) => Object.keys(table).map(Number))
  expect(used.filter((number) => !numbers.includes(number))).toEqual([])
})
