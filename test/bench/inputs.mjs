// Generated programs: the same in every run.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cli, prove, work } from './measure.mjs'

/** Findings and what could not be determined are fine here: the time counts. @param {string} folder */
export const check = (folder, times = 1) => ({
  args: [cli, 'check', '--cwd', folder, '--as-of', '2026-11-24', '--format', `json=${join(work, 'report.json')}`],
  ok: [0, 1, 3],
  times,
})

/** A folder with one file and nothing else. @param {string} name @param {string} text */
export function folderWith(name, text) {
  const folder = join(work, name)
  mkdirSync(join(folder, 'compliance'), { recursive: true })
  writeFileSync(join(folder, 'compliance', 'only.yaml'), text)
  return folder
}

/** @type {Map<string, string>} */
const made = new Map()

/**
 * The starter program and as many change requests as asked, without a mistake or with one in every 50th.
 * @param {number} count
 */
export function programOf(count, { faulty = false } = {}) {
  const name = `program-${count}${faulty ? '-faulty' : ''}`
  const known = made.get(name)
  if (known !== undefined) return known
  const folder = join(work, name)
  mkdirSync(folder)
  const start = [
    '--period-start',
    '2026-11-24',
    '--organisation',
    'Example Ltd',
    '--person',
    'ana:Ana Souza:ana-example',
  ]
  prove({ args: [cli, 'init', '--cwd', folder, ...start] })
  for (let number = 1; number <= count; number += 1) {
    const id = idOf(number)
    const text = changeRequest(id, number)
    const written = faulty && number % 50 === 0 ? text.replace('normal', 'nomal') : text
    writeFileSync(join(folder, 'compliance', 'changes', `${id}.yaml`), written)
  }
  made.set(name, folder)
  return folder
}

const idOf = (/** @type {number} */ number) => `CHG-2026-${String(number).padStart(5, '0')}`

/** The change requests alone, for programs that know one schema. @param {number} count */
export function changesOf(count) {
  const known = made.get(`changes-${count}`)
  if (known !== undefined) return known
  const folder = join(work, `changes-${count}`)
  mkdirSync(folder)
  for (let number = 1; number <= count; number += 1) {
    writeFileSync(join(folder, `${idOf(number)}.yaml`), changeRequest(idOf(number), number))
  }
  made.set(`changes-${count}`, folder)
  return folder
}

/** @param {string} id @param {number} number */
export const changeRequest = (id, number) => `# A change of the benchmark
apiVersion: countersign/v1
kind: ChangeRequest
id: ${id}
title: Change number ${number} of the shop
description: >-
  Sessions of the administration pages last a working day today. An unattended browser is then an open door. They will
  end after ${1 + (number % 60)} minutes without activity, and ask for the second factor again.
category: normal
status: submitted
affectedSystems: [service, identity]
environments: [staging, production]
dataImpact: No stored data changes.
implementationPlan: >-
  Lower the idle limit in the session settings and add a warning one minute before the end. Deploy to staging, then to
  production outside business hours.
testPlan: Unit tests around the limit with a clock that the test sets.
rollbackPlan: The limit is one setting. Put back the former value through the pipeline.
requestedBy: ana
requestedAt: "2026-11-24T0${number % 10}:00:00Z"
risks: [RSK-ACCOUNT, RSK-DEVICE]
`

/** The people of a program that holds nothing but this and a register. */
const people = `apiVersion: countersign/v1
kind: People
people:
  - {id: ana, name: Ana Souza}
`

/** A program of one register with as many risks as asked, in one file. @param {number} count */
export function registerOf(count) {
  const risks = Array.from({ length: count }, (_, index) => {
    const id = `RSK-${String(index + 1).padStart(5, '0')}`
    return `  - id: ${id}
    title: A supplier of part ${index + 1} stops working
    category: vendor
    owner: ana
    inherent: {likelihood: possible, impact: minor}
    treatment: accept
    status: open
    reviewBy: "2027-11-02"
`
  })
  const head = 'apiVersion: countersign/v1\nkind: RiskRegister\nid: RGR-MAIN\ntitle: All risks\nrisks:\n'
  const folder = folderWith(`register-${count}`, `${head}${risks.join('')}`)
  writeFileSync(join(folder, 'compliance', 'people.yaml'), people)
  return folder
}

/** One file with as many keys in one mapping as asked. @param {number} count */
export function manyKeys(count) {
  const keys = Array.from({ length: count }, (_, index) => `x-key-${index}: ${index}\n`).join('')
  return folderWith(`keys-${count}`, `apiVersion: countersign/v1\nkind: People\npeople: []\n${keys}`)
}

const head = 'apiVersion: countersign/v1\nkind: People\npeople: []\n'
const fill = (/** @type {string} */ part, /** @type {number} */ bytes) => part.repeat(Math.ceil(bytes / part.length))
const numbered = (/** @type {(index: number) => string} */ part, /** @type {number} */ bytes) => {
  const parts = []
  for (let size = 0, index = 0; size < bytes; index += 1) {
    const one = part(index)
    parts.push(one)
    size += one.length
  }
  return parts.join('')
}

/** Texts that are made to be slow, by what is in them. @type {Readonly<Record<string, (bytes: number) => string>>} */
export const hostileTexts = {
  'a long flow list': (bytes) => `${head}x-list: [${fill('a, ', bytes)}a]\n`,
  'a flow list that never closes': (bytes) => `${head}x-list: [${fill('a, ', bytes)}`,
  'brackets that only open': (bytes) => `${head}x-list: ${fill('[', bytes)}`,
  'mappings inside each other': (bytes) => `${head}x-map: ${fill('{a: ', bytes)}`,
  'a quote that never closes': (bytes) => `${head}x-text: "${fill('word and word ', bytes)}`,
  'many quotes': (bytes) => `${head}x-list: [${fill(`'it''s', `, bytes)}a]\n`,
  'many keys': (bytes) => head + numbered((index) => `x-key-${index}: 1\n`, bytes),
  'one key again and again': (bytes) => head + fill('x-key: 1\n', bytes),
  'an anchor and its aliases': (bytes) => `${head}x-a: &a 1\nx-list: [${fill('*a, ', bytes)}*a]\n`,
  'many documents': (bytes) => fill(`---\n${head}`, bytes),
  'many comments': (bytes) => head + fill('# a comment\n', bytes),
  'empty lines': (bytes) => `${head}x-text: |\n  a\n${fill('\n', bytes)}`,
  'a plain text over many lines': (bytes) => `${head}x-text: a\n${fill('  word and word\n', bytes)}`,
  'dashes on one line': (bytes) => `${head}x-list:\n${fill('- ', bytes)}a\n`,
  'faults of the schema': (bytes) =>
    `apiVersion: countersign/v1\nkind: People\npeople:\n${fill('  - {id: 1}\n', bytes)}`,
}
