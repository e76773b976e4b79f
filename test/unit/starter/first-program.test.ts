import { describe, expect, test } from 'vitest'
import { criteria } from '../../../src/model/criteria.ts'
import { holdersOf } from '../../../src/model/role-holders.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { check } from '../../../src/usecases/check.ts'
import { planInit } from '../../../src/usecases/init.ts'
import { type Category, type StarterPerson, toCategories } from '../../../src/usecases/starter/init-answers.ts'
import { firstGrants, limitsOf } from '../../../src/usecases/starter/starter-people.ts'
import { filesOf } from '../../support/set-up-repository.ts'

const clock = { now: () => Date.parse('2026-03-02T08:00:00Z') }
const day = '2026-03-02'

const someone = (id: string): StarterPerson => ({ id, name: `Person ${id}`, login: `${id}-login` })
const crowd = ['ana', 'ben', 'cy', 'dee', 'eli'].map(someone)

async function start(people: readonly StarterPerson[], categories: readonly Category[] = ['CC']) {
  const [first, ...others] = people
  if (first === undefined) throw new Error('nobody')
  const request = { starter: { organisation: 'Example Ltd', people: [first, ...others] as const, categories } }
  const plan = await planInit(request, { files: filesOf({}), clock })
  const texts = Object.fromEntries(plan.files.map(({ path, text }) => [path, text]))
  return { plan, texts, files: filesOf(texts) }
}

async function checked(people: readonly StarterPerson[], categories?: readonly Category[]) {
  const { files } = await start(people, categories)
  const request = { settingsPath: 'countersign.yaml', asOf: day, required: [], paths: [] }
  const { report } = await check(request, { files, clock, history: () => Promise.reject(new Error('no git')) })
  return report
}

/** Findings beside roles that wait for more people than there are. */
const gaps = ({ items }: Awaited<ReturnType<typeof checked>>) =>
  items.filter(({ message }) => !/a role that nobody holds$/.test(message))

const optional: readonly Category[] = ['A', 'PI', 'C', 'P']
const combinations = Array.from({ length: 16 }, (_, bits) => optional.filter((_category, at) => (bits >> at) % 2 === 1))

describe('categories', () => {
  test.each(combinations.map((set) => [set.join(',') || 'Security alone', set] as const))(
    '%s: passes the check, every criterion in scope has a control, and none is met',
    async (_name, set) => {
      const report = await checked(crowd.slice(0, 3), toCategories(set.join(',')))
      expect(report.verdict).toBe('satisfied')
      expect(report.counts).toMatchObject({ errors: 0, notDetermined: 0, waived: 0 })
      // No criterion has an operating control yet; what else is told is who has still to be given a role.
      const inScope = [...criteria.values()].filter(
        ({ category }) => category === 'CC' || set.some((one) => one === category),
      )
      expect(
        gaps(report)
          .map(({ code, resource }) => `${code} ${resource}`)
          .sort(),
      ).toEqual(inScope.map(({ id }) => `SCP-005 ${id}`).sort())
    },
  )

  test('together serve all 61 criteria, each fully or with what is left said', async () => {
    const { files } = await start(crowd, toCategories('A,PI,C,P'))
    const { model } = readProgram(await files.list('compliance', ['.yaml', '.md']))
    expect(model.programs[0]?.value.categories).toEqual(['CC', 'A', 'PI', 'C', 'P'])
    const mapped = [...model.controls.values()].flatMap(({ value }) => value.criteria)
    for (const { id } of criteria.values()) {
      const serving = mapped.filter((mapping) => mapping.id === id)
      expect(serving.length, id).toBeGreaterThan(0)
      expect(
        serving.every(({ coverage, rationale }) => coverage === 'full' || rationale !== undefined),
        id,
      ).toBe(true)
    }
    expect(new Set([...model.controls.values()].map(({ value }) => value.status))).toEqual(new Set(['planned']))
    expect(new Set([...model.policies.values()].map(({ value }) => value.status))).toEqual(new Set(['draft']))
  })

  test.each([
    ['', ['CC']],
    ['a', ['CC', 'A']],
    ['P, c,CC', ['CC', 'C', 'P']],
    ['Privacy availability', ['CC', 'A', 'P']],
  ])('%j is read as %j', (text, wanted) => {
    expect(toCategories(text)).toEqual(wanted)
  })

  test('another one is refused with those that there are', () => {
    expect(() => toCategories('CC,Q')).toThrow(/`Q` is no category\. .*Allowed: CC Security, A Availability/)
  })
})

describe('people', () => {
  test.each([1, 2, 3, 4, 5])('%i: no conflict, no role without its approver or beyond its time', async (count) => {
    const report = await checked(crowd.slice(0, count))
    expect(report.counts.errors).toBe(0)
    // The rules of the gate need a lead, a reviewer and somebody on call who are not the author: two people are too few.
    const expected = count < 3 ? ['SCP-005', 'GAT-001'] : ['SCP-005']
    expect(gaps(report).filter(({ code }) => !expected.includes(code))).toEqual([])
  })

  const held = (count: number) => firstGrants(crowd.slice(0, count)).map(({ person, role }) => `${person.id} ${role}`)

  test('one leads and keeps the records; the second reviews; the third builds and is on call; others build', () => {
    expect(held(1)).toEqual(['ana security_lead', 'ana compliance_owner'])
    expect(held(2)).toEqual(['ana security_lead', 'ben compliance_owner', 'ben security_reviewer'])
    expect(held(3)).toEqual([...held(2), 'cy technical_lead', 'cy on_call_manager', 'cy developer'])
    expect(held(5)).toEqual([...held(3), 'dee developer', 'eli developer'])
  })

  test('what is privileged ends within its time, and somebody else agreed to it', async () => {
    const { files } = await start(crowd)
    const { model } = readProgram(await files.list('compliance', ['.yaml', '.md']))
    const limited = model.assignments.filter(
      ({ value }) => model.roles.get(value.role)?.value.maxAssignment !== undefined,
    )
    expect(limited.map(({ value }) => value)).toEqual([
      { role: 'security_reviewer', person: 'ben', approvedBy: 'ana', grantedAt: day, expires: '2026-05-30' },
      { role: 'on_call_manager', person: 'cy', approvedBy: 'ana', grantedAt: day, expires: '2026-05-30' },
    ])
    for (const { value } of model.assignments) {
      const approvers = model.roles.get(value.role)?.value.grantApprovers ?? []
      if (value.approvedBy === undefined) continue
      expect(approvers.some((role) => holdersOf(model, role, day).includes(value.approvedBy ?? ''))).toBe(true)
    }
  })

  test('what so few cannot keep apart is said', async () => {
    expect((await start(crowd.slice(0, 1))).plan.notes.join(' ')).toContain('ana is alone: nobody can review')
    expect(limitsOf(crowd.slice(0, 2)).join(' ')).toContain('the gate will hold back every change')
    expect(limitsOf(crowd.slice(0, 3)).join(' ')).toContain('Three people are the least')
    expect(limitsOf(crowd)).toEqual([
      expect.stringContaining('Only ben is security reviewer and only cy technical lead'),
    ])
  })

  test('ids and names that YAML would take for something else arrive as they are', async () => {
    const odd = [
      someone('ana'),
      { id: 'yes', name: 'No: #1 "x"', login: '007' },
      { id: 'null', name: '1.10', login: '1e3' },
    ]
    const { files } = await start(odd)
    const { model, problems } = readProgram(await files.list('compliance', ['.yaml', '.md']))
    expect(problems).toEqual([])
    expect([...model.people.values()].map(({ value }) => [value.id, value.name, value.accounts?.[0]?.login])).toEqual(
      odd.map(({ id, name, login }) => [id, name, login]),
    )
    expect(model.assignments.map(({ value }) => value.person)).toContain('yes')
    expect(model.ambiguousScalars).toEqual([])
  })
})
