import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { gitProcess } from '../../src/adapters/git-process.ts'
import { DemoRepository } from '../../src/dev/demo-repository.ts'
import { firstEdits, openPull, people, story } from '../../src/dev/demo-story.ts'
import { applyEdits, StoryPlayer } from '../../src/dev/play-story.ts'
import { decidePullRequest } from '../../src/gate/decide-pull-request.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { fillTokens } from '../../src/usecases/fill-tokens.ts'

test('demo', async () => {
  const r = await DemoRepository.create('/tmp/demo-s')
  const tokens: Record<string, string> = {
    organisation: 'Example Ltd',
    system: 'Shop',
    program: 'compliance',
    protectedBranch: 'main',
    today: '2025-09-01',
    periodStart: '2025-09-01',
    periodEnd: '2026-08-31',
    securityLeadId: 'ana',
    securityLeadName: 'Ana Souza',
    securityLeadLogin: 'ana-example',
    in30Days: '2025-10-01',
    in90Days: '2025-11-30',
    in180Days: '2026-02-28',
    in365Days: '2026-09-01',
  }
  for (const f of readdirSync('policies', { recursive: true, encoding: 'utf8' })) {
    if (!/\.(ya?ml|md)$/.test(f)) continue
    const t = f.endsWith('.md')
      ? readFileSync(join('policies', f), 'utf8')
      : fillTokens(readFileSync(join('policies', f), 'utf8'), new Map(Object.entries(tokens)))
    r.write({ [f === 'countersign.yaml' ? f : `compliance/${f}`]: t })
  }
  applyEdits(r, firstEdits)
  await r.commit({ by: people.ana, at: '2025-09-01T09:00:00Z' }, 'Start the compliance program')
  const h = gitHistory(gitProcess(process.env), { where: { cwd: r.folder } })
  const judge = async (facts: import('../../src/model/facts.ts').PullRequestFacts) => {
    const files = await h.filesAt(facts.pull.base.sha, 'compliance', ['.yaml', '.md'])
    const base = readProgram(files)
    for (const p of base.problems) console.log(p.message)
    const changes = readProgram(
      facts.changeFiles.known
        ? facts.changeFiles.value.map(({ path, text }) => ({ path, bytes: Buffer.from(text) }))
        : [],
    )
    const d = decidePullRequest({
      base,
      baseFiles: files,
      changes,
      facts,
      protectedBranch: 'main',
      programFolder: 'compliance',
    })
    console.log(facts.pull.number, facts.pull.title, '=>', d.verdict, d.summary, d.separation)
  }
  const player = new StoryPlayer(r)
  await player.play(story, { merged: judge, deployed: async () => {}, audit: async () => {} })
  await judge(await player.leaveOpen(openPull))
})
