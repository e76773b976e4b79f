import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { criteria } from '../../../src/model/criteria.ts'
import type { IdKind, Rating, RecordKind } from '../../../src/model/records.ts'
import { holdersOf, withInherited } from '../../../src/model/role-holders.ts'
import { bodyPath } from '../../../src/read/read-policy-bodies.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { validatorOf } from '../../../src/read/validator-of.ts'
import { fillTokens } from '../../../src/usecases/fill-tokens.ts'
import { configName, filledProgram, shippedFiles, tokenValues } from '../../support/starter-program.ts'

const yamlFiles = [...shippedFiles].filter(([name]) => name.endsWith('.yaml'))
const { model, problems } = readProgram(filledProgram())
const controls = [...model.controls.values()].map(({ value }) => value)
const policies = [...model.policies.values()]
const risks = [...model.risks.values()].map(({ value }) => value)
const changes = [...model.changes.values()].map(({ value }) => value)

describe('files', () => {
  test.each(yamlFiles)('%s is valid against the schema of its kind', (_name, text) => {
    const record = parse(fillTokens(text, new Map(Object.entries(tokenValues)))) as { readonly kind: RecordKind }
    const validate = validatorOf(record.kind)
    expect({ valid: validate(record), errors: validate.errors }).toEqual({ valid: true, errors: null })
  })

  const examples = [...shippedFiles].flatMap(([name, text]) =>
    [...text.matchAll(/^```yaml\n([^`]*^kind: [^`]*)```$/gm)].map(([, yaml = '']) => [name, yaml] as const),
  )
  test('the pages that say when to write a record show one', () => {
    expect(examples.map(([name]) => name)).toEqual(
      expect.arrayContaining(['deficiencies/README.md', 'exceptions/README.md', 'incidents/README.md']),
    )
  })

  test.each(examples)('the example in %s is valid against the schema of its kind', (_name, text) => {
    const record = parse(text) as { readonly kind: RecordKind }
    const validate = validatorOf(record.kind)
    expect({ valid: validate(record), errors: validate.errors }).toEqual({ valid: true, errors: null })
  })

  test('read without a problem, and mean the same to every reader of YAML', () => {
    expect(problems.map(({ message }) => message)).toEqual([])
    expect(model.ambiguousScalars.map(({ value }) => value)).toEqual([])
  })

  test.each(yamlFiles)('%s is YAML as shipped, and its tokens stand in double quotes or comments', (_name, text) => {
    expect(() => parse(text)).not.toThrow()
    for (const line of text.split('\n').filter((line) => line.includes('{{') && !line.trim().startsWith('#'))) {
      expect(line).toMatch(/^[^"]*(?:"[^"{}]*(?:\{\{\w+\}\}[^"{}]*)*"[^"{}]*)+$/)
    }
  })

  test.each(yamlFiles)('%s names its schema for the editor', (name, text) => {
    const depth = name.split('/').length - 1
    const folder = name === configName ? '{{program}}/.schemas/v1' : `${'../'.repeat(depth)}.schemas/v1`
    const { kind } = parse(text) as { readonly kind: string }
    const schema = kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${folder}/${schema}.json`)
  })

  test('every token is known, used, and kept out of Markdown', () => {
    const used = new Set([...shippedFiles.values()].flatMap((text) => text.match(/\{\{[^}]*\}\}/g) ?? []))
    expect([...used].sort()).toEqual(
      Object.keys(tokenValues)
        .map((name) => `{{${name}}}`)
        .sort(),
    )
    for (const [name, text] of shippedFiles) if (name.endsWith('.md')) expect(text).not.toContain('{{')
  })

  test('a name with quotes, a colon, a hash and a backslash arrives as it is', () => {
    const organisation = 'A "B": C \\ D #1 \u2028 {{today}}'
    const { model, problems } = readProgram(filledProgram({ ...tokenValues, organisation }))
    expect(problems).toEqual([])
    expect(model.programs[0]?.value.organisation.name).toBe(organisation)
  })

  test('a file that holds one record with an id has its name', () => {
    const named = model.records.flatMap(({ value, at }) => ('id' in value ? [[basename(at.file), value.id]] : []))
    expect(named.length).toBeGreaterThan(50)
    const other = named.filter(([file, id]) => file !== `${id}.yaml`)
    expect(other).toEqual([['program.yaml', 'PRG-MAIN']])
  })
})

describe('ids', () => {
  test('are unique across kinds, ignoring case', () => {
    const seen = model.declaredIds.map(({ id }) => id.toLowerCase())
    expect(seen.length).toBeGreaterThan(150)
    expect(seen.filter((id, index) => seen.indexOf(id) !== index)).toEqual([])
  })

  const idsOf = (...wanted: readonly IdKind[]) =>
    new Set(model.declaredIds.filter(({ kind }) => wanted.includes(kind)).map(({ id }) => id))
  const program = model.programs[0]?.value
  const gate = model.gateRules[0]?.value
  const roles = [...model.roles.values()].map(({ value }) => value)
  const pairs = [...model.sodPairs.values()].map(({ value }) => value)
  const references: readonly [string, readonly IdKind[], readonly (string | undefined)[]][] = [
    ['owners of policies', ['role'], policies.map(({ value }) => value.owner)],
    ['owners of controls', ['role'], controls.map(({ owner }) => owner)],
    ['reviewers of controls', ['role'], controls.flatMap(({ reviewer }) => reviewer ?? [])],
    ['operators of controls', ['role'], controls.flatMap(({ operator = '' }) => operator.match(/^[a-z_]+$/) ?? [])],
    ['policies of controls', ['policy'], controls.flatMap(({ policies }) => policies ?? [])],
    ['risks of controls', ['risk'], controls.flatMap(({ risks }) => risks ?? [])],
    ['controls that others depend on', ['control'], controls.flatMap(({ dependsOn }) => dependsOn ?? [])],
    ['owners of risks', ['person'], risks.map(({ owner }) => owner)],
    ['owners of plans', ['person'], risks.flatMap(({ plan = [] }) => plan.map(({ owner }) => owner))],
    ['controls of risks', ['control'], risks.flatMap(({ controls }) => controls ?? [])],
    ['requesters of changes', ['person'], changes.map(({ requestedBy }) => requestedBy)],
    ['risks of changes', ['risk'], changes.flatMap(({ risks }) => risks ?? [])],
    ['roles assigned', ['role'], model.assignments.map(({ value }) => value.role)],
    ['people assigned', ['person'], model.assignments.map(({ value }) => value.person)],
    ['roles inherited', ['role'], roles.flatMap(({ inherits }) => inherits ?? [])],
    ['approvers of grants', ['role'], roles.flatMap(({ grantApprovers }) => grantApprovers ?? [])],
    ['roles of the matrix', ['role'], model.accessMatrix.map(({ value }) => value.role)],
    ['roles of pairs', ['role'], pairs.flatMap(({ roles }) => roles)],
    ['the security lead', ['person'], [program?.organisation.securityLead]],
    ['approvers of exceptions', ['role'], program?.exceptions?.approvers ?? []],
    ['who may accept', ['role'], Object.values(program?.risk?.acceptance ?? {}).flatMap(({ roles }) => roles)],
    ['roles of changes', ['role'], Object.values(gate?.changeApprovals ?? {}).flat()],
    [
      'roles of the gate',
      ['role'],
      (gate?.rules ?? []).flatMap(({ require: need }) =>
        need?.from && 'roles' in need.from ? (need.from.roles ?? []) : [],
      ),
    ],
  ]
  test.each(references)('%s exist', (name, kinds, ids) => {
    const known = idsOf(...kinds)
    if (name !== 'owners of plans') expect(ids.length).toBeGreaterThan(0)
    expect(ids.filter((id) => id === undefined || !known.has(id))).toEqual([])
  })
})

describe('criteria', () => {
  const common = [...criteria.values()].filter(({ category }) => category === 'CC').map(({ id }) => id)

  test.each(common)('%s is served by a control with a full or a reasoned partial mapping', (id) => {
    const mapped = controls.flatMap((control) => control.criteria.filter((criterion) => criterion.id === id))
    expect(mapped.length).toBeGreaterThan(0)
    expect(mapped.every(({ coverage, rationale }) => coverage === 'full' || rationale !== undefined)).toBe(true)
  })

  test('no control serves anything else', () => {
    expect(common).toHaveLength(33)
    expect(
      controls.flatMap(({ criteria }) => criteria.map(({ id }) => id)).filter((id) => !common.includes(id)),
    ).toEqual([])
  })

  test('nothing claims to be in use', () => {
    expect(new Set(policies.map(({ value }) => value.status))).toEqual(new Set(['draft']))
    expect(new Set(controls.map(({ status }) => status))).toEqual(new Set(['planned']))
    expect(new Set(changes.map(({ status }) => status))).toEqual(new Set(['draft']))
    expect(policies.filter(({ value }) => value.approvedBy ?? value.effectiveFrom)).toEqual([])
    expect(controls.filter(({ implementedSince }) => implementedSince)).toEqual([])
    expect(model.programs[0]?.value.status).toBe('setting-up')
  })
})

describe('controls', () => {
  const scheduled = ['daily', 'weekly', 'monthly', 'quarterly', 'semiannual', 'annual']

  test.each(controls.map((control) => [control.id, control] as const))(
    '%s can be operated and tested',
    (_id, control) => {
      const evidence = [...(control.evidence ?? []), ...(control.manualEvidence ?? [])]
      expect(control.owner).toBeDefined()
      expect(control.operator).toBeDefined()
      expect(control.policies?.length).toBeGreaterThan(0)
      expect(control.test?.length).toBeGreaterThan(0)
      expect(evidence.length).toBeGreaterThan(0)
      for (const { frequency } of evidence) {
        if (scheduled.includes(control.frequency)) {
          expect(scheduled.indexOf(frequency)).toBeLessThanOrEqual(scheduled.indexOf(control.frequency))
        } else expect(frequency).toBe(control.frequency)
      }
      if (control.keyControl === true) {
        expect(control.reviewer).toBeDefined()
        expect(control.reviewer).not.toBe(control.operator)
      }
    },
  )

  test('the records that evidence selects have the fields it asks for', () => {
    const asked = controls.flatMap(({ evidence }) => evidence ?? [])
    const fields = new Map(asked.map(({ records }) => [records.kind, fieldsOfKind(records.kind)] as const))
    expect(fields.size).toBeGreaterThan(7)
    for (const { id, records, satisfying, atLeast, atMost } of asked) {
      const named = [records.where, satisfying, atLeast, atMost].flatMap((filter) => Object.keys(filter ?? {}))
      expect({ id, fields: fields.get(records.kind) }).toEqual({ id, fields: expect.arrayContaining(named) })
    }
    const unlimited = asked.filter((one) => one.expect === 'every' && one.satisfying === undefined)
    // Either a number is the limit, or the record says itself whether it was as it must be.
    expect(unlimited.filter((one) => one.atMost === undefined && one.atLeast === undefined)).toMatchObject([
      { records: { kind: 'role.changed' } },
    ])
  })

  test('a risk names exactly the controls that name it', () => {
    for (const risk of risks) {
      const naming = controls.filter((control) => control.risks?.includes(risk.id)).map(({ id }) => id)
      expect([...(risk.controls ?? [])].sort()).toEqual(naming.sort())
    }
  })
})

/** Fields of the data of a kind of record, by the published schema. */
function fieldsOfKind(kind: string): readonly string[] {
  type Node = { readonly properties?: Readonly<Record<string, { const?: string; $ref?: string }>> }
  const { definitions } = JSON.parse(readFileSync('schemas/evidence-record.json', 'utf8')) as {
    readonly definitions: Readonly<Record<string, Node>>
  }
  const own = Object.values(definitions).find(({ properties }) => properties?.['kind']?.const === kind)
  const data = own?.properties?.['data']?.$ref?.split('/').at(-1) ?? ''
  return Object.keys(definitions[data]?.properties ?? {})
}

describe('risks', () => {
  const likelihoods = ['rare', 'unlikely', 'possible', 'likely', 'almost-certain']
  const impacts = ['negligible', 'minor', 'moderate', 'major', 'catastrophic']
  const scoreOf = ({ likelihood, impact }: Rating) =>
    (likelihoods.indexOf(likelihood) + 1) * (impacts.indexOf(impact) + 1)

  test.each(risks.map((risk) => [risk.id, risk] as const))(
    '%s is rated honestly and has somewhere to go',
    (_id, risk) => {
      expect(risk.residual).toEqual(risk.inherent)
      const { residual, target, plan = [], lastReviewed, reviewBy = '' } = risk
      if (residual === undefined || target === undefined) throw new Error('a rating is missing')
      expect(scoreOf(target)).toBeLessThan(scoreOf(residual))
      expect(scoreOf(target)).toBeLessThan(10)
      expect(plan.length).toBeGreaterThan(0)
      expect(plan.every(({ due }) => due > (tokenValues['today'] ?? ''))).toBe(true)
      expect(lastReviewed).toBe(tokenValues['today'])
      expect(reviewBy > (lastReviewed ?? '')).toBe(true)
      expect(`${risk.treatment} ${risk.status}`).toMatch(/^(?:mitigate treating|avoid open)$/)
      expect(risk.acceptance).toBeUndefined()
    },
  )

  test('fraud, change, vendor and disruption are among them', () => {
    expect(risks.filter(({ fraud }) => fraud).map(({ category }) => category)).toContain('fraud')
    expect(risks.map(({ category }) => category)).toEqual(expect.arrayContaining(['change', 'vendor', 'disruption']))
  })
})

describe('roles', () => {
  const grants = (role: string) =>
    model.accessMatrix
      .filter(({ value }) => value.role === role)
      .map(({ value: { actions, scope } }) => `${actions.join('+')} ${JSON.stringify(scope ?? 'anywhere')}`)

  test.each([
    ['developer', ['read "anywhere"', 'write {"environments":["development","staging"]}']],
    [
      'devops',
      [
        'read+write {"environments":["development","staging","production"]}',
        'deploy {"via":"ci-cd"}',
        'admin {"environments":["production"]}',
      ],
    ],
    ['security', ['read "anywhere"', 'admin {"mode":"audit-only"}']],
    ['support', ['read {"dataClass":"customer-data"}']],
    ['executive', ['read {"dataClass":"reports"}']],
    ['auditor', ['read {"dataClass":"reports"}']],
  ])('%s may do exactly this', (role, wanted) => {
    expect(grants(role)).toEqual(wanted)
  })

  test('the pairs that exclude each other', () => {
    const pairs = [...model.sodPairs.values()].map(({ value }) => `${value.roles.join(' x ')}: ${value.scope}`)
    expect(pairs).toEqual(
      expect.arrayContaining([
        'code_author x code_approver: same-change',
        'deployer x security_reviewer: same-person',
        'admin x auditor: same-person',
        'change_requester x change_approver: same-change',
      ]),
    )
  })

  test('no role holds both sides of a pair by inheritance', () => {
    for (const role of model.roles.keys()) {
      const held = withInherited(model, role)
      for (const { value: pair } of model.sodPairs.values()) {
        expect(pair.roles.filter((side) => held.has(side)).length).toBeLessThan(2)
      }
    }
  })

  test('a privileged role ends within 90 days, needs an approver who does not hold it, and a second factor', () => {
    const privileged = [...model.roles.values()].map(({ value }) => value).filter(({ privileged }) => privileged)
    expect(privileged.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['admin', 'deployer', 'security_reviewer', 'devops']),
    )
    for (const role of privileged) {
      expect(role).toMatchObject({ mfaRequired: true, maxAssignment: 'P90D' })
      expect(role.grantApprovers?.length).toBeGreaterThan(0)
      expect(role.grantApprovers).not.toContain(role.id)
    }
    for (const id of ['admin', 'developer', 'devops', 'security']) {
      expect(model.roles.get(id)?.value.mfaRequired).toBe(true)
    }
  })

  test('one person alone gets the two roles that lead the program, and nothing privileged', () => {
    const held = [...model.roles.keys()].filter((role) => holdersOf(model, role, tokenValues['today'] ?? '').length > 0)
    expect(held.sort()).toEqual(['compliance_owner', 'security_lead'])
  })
})

describe('texts', () => {
  test.each(policies.map((policy) => [policy.value.id, policy] as const))(
    '%s has a text somebody can follow',
    (_id, policy) => {
      const text = model.bodies.get(bodyPath(policy)) ?? ''
      const lines = text.split('\n')
      expect(lines[0]).toBe(`# ${policy.value.title}`)
      expect(lines.length).toBeGreaterThanOrEqual(40)
      expect(lines.length).toBeLessThanOrEqual(90)
      expect(text).toMatch(/\bmust\b/)
      expect(text).toMatch(/^## Exceptions/m)
      expect(text).toMatch(/^## Review$/m)
      expect(text).not.toMatch(/\[|TODO|TBD|FIXME|YYYY|lorem/i)
      expect(text.trimEnd()).toBe(text.slice(0, -1))
    },
  )

  test('every policy is carried out by a control', () => {
    const used = new Set(controls.flatMap(({ policies }) => policies ?? []))
    expect(policies.map(({ value }) => value.id).filter((id) => !used.has(id))).toEqual([])
  })

  test('what the README counts is there', () => {
    const readme = shippedFiles.get('README.md') ?? ''
    expect([readme.includes('thirteen policies'), policies.length]).toEqual([true, 13])
    expect([readme.includes('forty-two controls'), controls.length]).toEqual([true, 42])
  })

  test('plans of the example changes are plans, and there is one for each category', () => {
    expect(changes.map(({ category }) => category).sort()).toEqual(['emergency', 'normal', 'standard'])
    for (const { implementationPlan, testPlan, rollbackPlan, category, reason } of changes) {
      for (const plan of [implementationPlan, testPlan, rollbackPlan]) {
        expect(plan?.split(/\s+/).length).toBeGreaterThan(15)
      }
      expect(reason !== undefined).toBe(category === 'emergency')
    }
  })
})
