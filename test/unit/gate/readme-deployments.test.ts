import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProgram } from '../../../src/read/read-program.ts'
import { file } from '../../support/gate-facts.ts'

test('the rules for deployments in the README can be read', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
  const section = readme.slice(readme.indexOf('### Deployments'))
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(section) ?? []
  const { problems, model } = readProgram([
    file('compliance/gate-rules.yaml', `apiVersion: countersign/v1\nkind: GateRules\n${example}`),
  ])
  expect(problems.map(({ message }) => message)).toEqual([])
  const [rules] = model.gateRules
  expect(rules?.value.deployment?.environments?.map(({ name }) => name)).toEqual(['production'])
  expect(rules?.value.freezes).toHaveLength(1)
})
