import type { DemoPerson } from './demo-repository.ts'
import { type Edit, program } from './demo-steps.ts'

const person = (id: string, name: string, accountId: number): DemoPerson => ({
  id,
  name,
  login: `${id}-example`,
  accountId,
})

/** The people of the demo. None of them exists. */
export const people = {
  ana: person('ana', 'Ana Souza', 9001),
  ben: person('ben', 'Ben Okoro', 9002),
  hana: person('hana', 'Hana Sato', 9003),
  eli: person('eli', 'Eli Novak', 9004),
  ivo: person('ivo', 'Ivo Marin', 9005),
  cy: person('cy', 'Cy Jensen', 9006),
  dee: person('dee', 'Dee Walsh', 9007),
  fay: person('fay', 'Fay Adler', 9008),
  gus: person('gus', 'Gus Lind', 9009),
  kim: person('kim', 'Kim Abara', 9010),
  lou: person('lou', 'Lou Berg', 9011),
} as const

const { ana, ben, hana, eli, ivo, cy, dee, fay, gus, kim, lou } = people

/** Who holds which role in a quarter; the privileged ones end after at most 90 days. */
export function assignments(granted: string, expires: string): Edit {
  const lasting = [
    ['security_lead', ana],
    ['compliance_owner', hana],
    ['technical_lead', ben],
    ['technical_lead', hana],
    ['department_head', hana],
    ['vendor_owner', ben],
    ['developer', cy],
    ['developer', dee],
    ['support', kim],
    ['ceo', gus],
    ['people_lead', gus],
    ['oversight_member', lou],
  ] as const
  const privileged = [
    ['security_reviewer', eli, ana],
    ['security_reviewer', ivo, ana],
    ['devops', dee, ben],
    ['on_call_manager', fay, ana],
    ['admin', ana, gus],
  ] as const
  return {
    path: `${program}/assignments.yaml`,
    text: [
      '# yaml-language-server: $schema=.schemas/v1/roles.json',
      'apiVersion: countersign/v1',
      'kind: Roles',
      'roles: []',
      'assignments:',
      ...lasting.map(
        ([role, who]) =>
          `  - {role: ${role}, person: ${who.id}, grantedAt: 2025-09-01${who === kim ? ', expires: 2026-05-15' : ''}}`,
      ),
      ...privileged.map(
        ([role, who, by]) =>
          `  - {role: ${role}, person: ${who.id}, approvedBy: ${by.id}, grantedAt: ${granted}, expires: ${expires}}`,
      ),
      '',
    ].join('\n'),
  }
}

const teams = [
  ['product-team', 'Product', [ben, hana, cy, dee]],
  ['security-team', 'Security and operations', [ana, eli, ivo, fay]],
  ['support-team', 'Customer support', [kim]],
] as const

/** Everybody with their accounts. */
export const peopleFile: Edit = {
  path: `${program}/people.yaml`,
  text: [
    '# yaml-language-server: $schema=.schemas/v1/people.json',
    'apiVersion: countersign/v1',
    'kind: People',
    'people:',
    ...Object.values(people).flatMap(({ id, name, login, accountId }) => [
      `  - id: ${id}`,
      `    name: ${name}`,
      '    accounts:',
      `      - {login: ${login}, id: ${accountId}}`,
      '    type: employee',
      '    start: 2024-09-02',
    ]),
    '  - id: deploy_pipeline',
    '    name: Pipeline that deploys',
    '    systemAccounts:',
    '      - {system: gateway.example.invalid, account: pipeline}',
    '    type: service',
    '    start: 2024-09-02',
    `    owner: ${dee.id}`,
    'teams:',
    ...teams.flatMap(([id, title, members]) => [
      `  - id: ${id}`,
      `    title: ${title}`,
      `    members: [${members.map((one) => one.id).join(', ')}]`,
    ]),
    '',
  ].join('\n'),
}

/** A member of the support team leaves in spring. */
export const kimLeaves: Edit = {
  path: `${program}/people.yaml`,
  replace: [
    [
      `      - {login: ${kim.login}, id: ${kim.accountId}}\n    type: employee\n    start: 2024-09-02`,
      `      - {login: ${kim.login}, id: ${kim.accountId}}\n    type: employee\n    start: 2024-09-02\n    end: 2026-05-15`,
    ],
  ],
}

/** Whom a policy is for. */
export const everybody: readonly DemoPerson[] = Object.values(people)
export const developers: readonly DemoPerson[] = [cy, dee]

/** Those whom a policy is for confirm that they read it. */
export const acknowledge = (
  policies: readonly (readonly [id: string, on: string, by: readonly DemoPerson[]])[],
): Edit => ({
  path: `${program}/acknowledgements.yaml`,
  text: [
    '# yaml-language-server: $schema=.schemas/v1/acknowledgements.json',
    'apiVersion: countersign/v1',
    'kind: Acknowledgements',
    'acknowledgements:',
    ...policies.flatMap(([policy, on, by]) =>
      by.map(({ id }) => `  - {policy: ${policy}, version: "1.0.0", person: ${id}, at: ${on}}`),
    ),
    '',
  ].join('\n'),
})
