/** The gate in a conversation with the forge of which answers are lost. */
import { octokitForge } from '../../src/adapters/octokit-forge.ts'
import { ForgeRefused, ForgeUnreachable } from '../../src/model/forge-fault.ts'
import type { GateVerdict } from '../../src/model/outcome.ts'
import { Refusal } from '../../src/model/refusal.ts'
import { gatePullRequest } from '../../src/usecases/gate-pull-request.ts'
import { programFiles, twoReviewers } from './action-stage.ts'
import { gatePermissions } from './forge-on.ts'
import type { Cast, Scenario } from './gate-scenarios.ts'
import { startGitHub } from './github/fake-github.ts'
import { replayedAnswers, type Spoilt } from './replayed-answers.ts'

export interface Conversation {
  /** What it came to while nothing was lost. */
  readonly verdict: GateVerdict | undefined
  /** Addresses that were asked then. */
  readonly urls: readonly string[]
  readonly faultsOf: (url: string) => readonly Spoilt[]
  /** The verdict with these answers spoilt; undefined where there was none. */
  readonly again: (spoilt: ReadonlyMap<string, Spoilt>) => Promise<GateVerdict | undefined>
}

/** What a verdict may become when something is lost: never better, and a refusal never only a wait. */
const allowed: Readonly<Record<GateVerdict, readonly (GateVerdict | undefined)[]>> = {
  approved: ['approved', 'pending', 'not-determined', undefined],
  pending: ['pending', 'not-determined', undefined],
  refused: ['refused', 'not-determined', undefined],
  'not-determined': [],
  'not-applicable': [],
}
export const isNoBetter = (than: GateVerdict, found: GateVerdict | undefined): boolean => allowed[than].includes(found)

/** A stand-in with five people who may write; each conversation is had once there, and then from memory. */
export async function openLossyGate() {
  const github = await startGitHub()
  const writer = (login: string) => github.user(login, { role: 'write' })
  const people = {
    ada: writer('ada'),
    ana: writer('ana'),
    ben: writer('ben'),
    cleo: writer('cleo'),
    mia: writer('mia'),
  }
  const cast: Cast = { github, ...people }

  async function converse({ rules = twoReviewers, build }: Scenario): Promise<Conversation> {
    const name = `shop-${github.world.repos.length}`
    const shop = await github.repo(`acme/${name}`, { private: true })
    const files = { 'README.md': 'shop\n', ...programFiles(people, rules) }
    await shop.commit('main', { files, author: people.ada })
    const { number } = await build(cast, shop)
    const answers = replayedAnswers()
    const forge = octokitForge({
      baseUrl: github.url,
      token: github.token({ permissions: gatePermissions }),
      userAgent: 'test',
      clock: { now: () => Date.parse('2026-03-20T12:00:00Z') },
      fetch: answers.fetch,
      // That an answer is asked for again is another test's matter.
      limits: { secondMs: 0, retries: 0 },
    })
    async function again(spoilt: ReadonlyMap<string, Spoilt>): Promise<GateVerdict | undefined> {
      answers.spoil(spoilt)
      try {
        const { decision } = await gatePullRequest({ owner: 'acme', name, number }, { post: false }, { forge })
        return decision.verdict
      } catch (error) {
        const isNoVerdict =
          error instanceof ForgeRefused || error instanceof ForgeUnreachable || error instanceof Refusal
        if (isNoVerdict) return undefined
        throw error
      }
    }
    const verdict = await again(new Map())
    return { verdict, urls: answers.asked(), faultsOf: answers.faultsOf, again }
  }
  return { converse, close: () => github.close() }
}
