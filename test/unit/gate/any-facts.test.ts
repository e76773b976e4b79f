import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decidePullRequest } from '../../../src/gate/decide-pull-request.ts'
import type { DeploymentFacts, PullRequestFacts } from '../../../src/model/facts.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { gateMarkdown, gateText } from '../../../src/report/gate-summary.ts'
import { anySituation } from '../../support/any-situation.ts'
import { decideDeploy, mergedChange } from '../../support/deployment-facts.ts'
import { baseFiles } from '../../support/gate-facts.ts'
import { type Schema, satisfying } from '../../support/schema-arbitrary.ts'

const folder = resolve(import.meta.dirname, '../../../schemas')
const schemas = new Map(
  readdirSync(folder).map((name): [string, Schema] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
)
const anyOf = (name: string) => {
  const schema = schemas.get(name) ?? {}
  return satisfying(schema, schema, schemas)
}

const readings = new Map<string, ReturnType<typeof readProgram>>()
const baseOf = (rules: string, head: string) => {
  const files = baseFiles(rules, head)
  const base = readings.get(rules + head) ?? readProgram(files)
  readings.set(rules + head, base)
  return { base, baseFiles: files }
}

test('whatever facts of a pull request satisfy the schema, there is a decision and a page about it', () => {
  fc.assert(
    fc.property(anySituation, anyOf('pull-request-facts.json'), ({ rules = '', head = '' }, snapshot) => {
      const decision = decidePullRequest({
        ...baseOf(rules, head),
        changes: readProgram([]),
        facts: snapshot as PullRequestFacts,
        protectedBranch: 'main',
        programFolder: 'compliance',
      })
      // Random facts never agree with themselves so far that somebody could have approved them.
      expect(decision.verdict).not.toBe('approved')
      expect(gateText({ title: 'x', number: 1, decision })).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
      expect(gateMarkdown({ title: 'x', number: 1, decision })).not.toContain('undefined')
    }),
    { numRuns: 150 },
  )
})

test('whatever facts of a deployment satisfy the schema, there is a decision', () => {
  fc.assert(
    fc.property(anyOf('deployment-facts.json'), (snapshot) => {
      const facts = snapshot as DeploymentFacts
      const decision = decideDeploy({ facts, merged: [mergedChange(1, [facts.sha])] })
      expect(['approved', 'pending', 'refused', 'not-determined']).toContain(decision.verdict)
    }),
    { numRuns: 150 },
  )
})
