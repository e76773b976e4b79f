import { afterEach, beforeEach, expect, test } from 'vitest'
import { ProgramFolder } from '../../support/program-folder.ts'

let program: ProgramFolder
beforeEach(async () => {
  program = await ProgramFolder.make()
})
afterEach(() => program.remove())

const register = 'compliance/risks/RGR-MAIN.yaml'
const file = 'compliance/baseline.yaml'

/** A risk that says it is accepted while it is being mitigated: RSK-009. */
const breakRisks = () => {
  const text = program.read(register)
  program.write(register, text.replaceAll('treatment: mitigate', 'treatment: accept'))
  return () => program.write(register, text)
}

test('lists the errors of today, so that new ones alone stop the check, and forgets what was mended', async () => {
  const mend = breakRisks()
  expect((await program.run('check')).status).toBe(1)
  const { status, err } = await program.run('baseline', '--reason', 'The risks were copied from the old tool: "all"')
  expect({ status, err }).toEqual({ status: 0, err: `Wrote ${file}\n` })
  const { status: after, out } = await program.run('check')
  expect(after).toBe(0)
  expect(out).toMatch(/In the baseline, and still there:/)
  expect(out).toMatch(/0 errors, \d+ warnings, \d+ in the baseline/)

  const people = program.read('compliance/people.yaml')
  program.write('compliance/people.yaml', people.replace('start: ', 'end: 2001-01-01\n    start: '))
  expect((await program.run('check')).status).toBe(1)
  program.write('compliance/people.yaml', people)

  mend()
  expect((await program.run('check')).out).toMatch(/BAS-003: The baseline lists a finding of RSK-\d+ about RSK-/)
  const pruned = await program.run('baseline', '--prune')
  expect({ status: pruned.status, err: pruned.err }).toEqual({ status: 0, err: `Changed ${file}\n` })
  expect(program.read(file)).toMatch(/reason: .*\nfindings: \[\]\n$/)
  expect((await program.run('check')).out).not.toMatch(/baseline/i)
})

test.each([
  [['--expires', '2999-01-01'], /Give a day after .* and not after/],
  [['--expires', '2001-01-01'], /--expires cannot be 2001-01-01/],
  [['--expires', 'soon'], /Give a day as YYYY-MM-DD/],
  [['--prune'], /There is no baseline to prune/],
])('%j is refused', async (args, says) => {
  const { status, err, out } = await program.run('baseline', ...args)
  expect({ status, out }).toEqual({ status: 2, out: '' })
  expect(err).toMatch(says)
})

test('a second one is refused, and one that shares its file is not written anew', async () => {
  expect((await program.run('baseline')).status).toBe(0)
  const { status, err } = await program.run('baseline')
  expect(status).toBe(2)
  expect(err).toMatch(/There is a baseline already, compliance\/baseline\.yaml/)
  program.write(file, `${program.read(file)}---\n${program.read('compliance/people.yaml')}`)
  expect((await program.run('baseline', '--prune')).err).toMatch(/holds something else as well/)
})
