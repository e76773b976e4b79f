import { describe, expect, test } from 'vitest'
import { changed, decide, legitimate, saidBy } from '../../../support/gate-facts.ts'
import { authorshipAttacks } from './authorship.ts'
import { identityAttacks } from './identity.ts'

const themes = {
  identity: identityAttacks,
  authorship: authorshipAttacks,
}
const all = Object.values(themes).flat()

describe.each(Object.entries(themes))('%s', (_theme, attacks) => {
  test.each(attacks)('$name', ({ from = legitimate, change, wanted, says }) => {
    expect(saidBy(decide(from))).toMatch(/^Approved/)
    const decision = decide(changed(from, change))
    expect(`${decision.verdict}\n${saidBy(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
    expect(saidBy(decision)).toContain(says)
  })
})
