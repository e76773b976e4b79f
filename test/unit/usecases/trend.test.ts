import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitDocuments } from '../../../src/adapters/git-documents.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import type { Step } from '../../../src/dev/demo-steps.ts'
import { story } from '../../../src/dev/demo-story.ts'
import { programEndings } from '../../../src/read/read-program.ts'
import { assess } from '../../../src/usecases/assess.ts'
import { compareSince } from '../../../src/usecases/compare-since.ts'
import type { PublishPorts } from '../../../src/usecases/publish.ts'
import { render } from '../../../src/usecases/render.ts'
import { trendOf } from '../../../src/usecases/trend.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const steps = (titles: readonly string[]) => story.filter((step) => 'title' in step && titles.includes(step.title))
const audit = (at: string): Step => ({ kind: 'audit', at })

let demo: DemoWithLog
let ports: PublishPorts
beforeAll(async () => {
  demo = await demoWithLog(sandbox.path('demo'))
  await demo.play(steps(['Adopt the change management policy', 'Put the change controls into operation']))
  await demo.play([audit('2025-09-30T03:17:00Z'), audit('2025-10-31T03:17:00Z')])
  await demo.play(steps(['Adopt the incident response policy']))
  await demo.play([audit('2025-11-30T03:17:00Z')])
  ports = {
    history: gitHistory(sandbox.git, { where: { cwd: demo.folder } }),
    clock: { now: () => Date.parse('2025-12-02T00:00:00Z') },
    openLog: () => demo.log,
    openBranch: ({ documentsBranch }) =>
      gitDocuments({ git: sandbox.git, remote: demo.folder, branch: documentsBranch, scratch: sandbox.folder }),
  }
}, 60_000)

async function trendAt(asOf: string) {
  const now = await assess({ asOf }, ports)
  const [commits, versions] = await Promise.all([
    ports.history.firstParent(now.commit),
    ports.history.versionsBelow(now.commit, now.settings.programFolder, programEndings),
  ])
  return { now, commits, trend: trendOf(now, commits, versions.values()) }
}

describe('the trend of a real repository', () => {
  test('is at each point what an assessment of that commit on that day gives', async () => {
    const { now, trend } = await trendAt('2025-12-01')
    expect(trend.points.map(({ asOf }) => asOf)).toEqual(['2025-09-30', '2025-10-31', '2025-11-30', '2025-12-01'])
    const scores = new Set<number | undefined>()
    for (const point of trend.points) {
      if (point.kind !== 'assessed') throw new Error(`${point.asOf} is not known: ${point.why}`)
      const alone = await assess({ revision: point.commit, asOf: point.asOf }, ports)
      expect(point.assessment).toEqual(alone.assessment)
      const since = await compareSince({ kind: 'day', day: point.asOf }, now, ports)
      expect([since.before.commit, since.before.assessment]).toEqual([point.commit, alone.assessment])
      scores.add(point.assessment.score.tenths)
    }
    expect(scores.size).toBeGreaterThan(1)
  })

  test('takes the program as its branch had it that day', async () => {
    const { commits, trend } = await trendAt('2025-12-01')
    const subjects = trend.points.map((point) =>
      point.kind === 'assessed' ? commits.find(({ sha }) => sha === point.commit)?.subject : point.why,
    )
    expect(subjects[0]).toContain('Put the change controls into operation')
    expect(subjects[2]).toContain('Adopt the incident response policy')
    const [september, , november] = trend.points
    if (september?.kind !== 'assessed' || november?.kind !== 'assessed') throw new Error('both are known')
    expect(september.assessment.controls.get('CTL-CHG-REVIEW')?.supports).toBe(true)
  })

  test('says of a month in which the program could not be read that it is not known', async () => {
    const broken = sandbox.path('broken')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, broken)
    const at = (date: string, ...args: readonly string[]) =>
      sandbox.run(broken, '-c', `user.name=x`, 'commit', '-q', '--date', date, ...args)
    sandbox.write(broken, 'compliance/broken.yaml', 'kind: [\n')
    sandbox.run(broken, 'add', '-A')
    at('2026-01-02T10:00:00Z', '-m', 'break')
    sandbox.run(broken, 'rm', '-q', 'compliance/broken.yaml')
    at('2026-02-02T10:00:00Z', '-m', 'mend')
    const place = { ...ports, history: gitHistory(sandbox.git, { where: { cwd: broken } }) }
    const now = await assess({ asOf: '2026-08-31' }, place)
    const commits = (await place.history.firstParent(now.commit)).map((commit) => ({
      ...commit,
      committedAt:
        commit.subject === 'break'
          ? '2026-06-02T10:00:00Z'
          : commit.subject === 'mend'
            ? '2026-07-02T10:00:00Z'
            : commit.committedAt,
    }))
    const versions = await place.history.versionsBelow(now.commit, 'compliance', programEndings)
    const { points } = trendOf(now, commits, versions.values())
    const june = points.find(({ asOf }) => asOf === '2026-06-30')
    expect(june).toMatchObject({ kind: 'not-known', why: expect.stringContaining('compliance/broken.yaml') })
    expect(points.filter(({ kind }) => kind === 'not-known')).toHaveLength(1)
  })
})

test('whoever renders is told of a claim that a policy makes and nobody may make', async () => {
  const folder = sandbox.path('claiming')
  sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, folder)
  sandbox.write(folder, 'compliance/policies/POL-CHANGE.md', '# Changes\n\nBeing SOC 2 certified, we review.\n')
  sandbox.commit(folder, 'claim')
  const { notes } = await render(
    { asOf: '2026-02-28' },
    { ...ports, history: gitHistory(sandbox.git, { where: { cwd: folder } }) },
  )
  expect(notes).toContainEqual(expect.stringMatching(/^policies\/POL-CHANGE\.md:\d+ says "SOC 2 certified"/))
})
