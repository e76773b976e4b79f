import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'

const folder = mkdtempSync(join(tmpdir(), 'spool-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the same records are kept once, and nothing stays beside them', async () => {
  const spool = fileSpool(join(folder, 'a'))
  const path = await spool.keep('records\n')
  expect(await spool.keep('records\n')).toBe(path)
  expect(readdirSync(join(folder, 'a'))).toEqual([basename(path)])
  await spool.drop(path)
  expect(readdirSync(join(folder, 'a'))).toEqual([])
})

test('a link that somebody put there beforehand leads nowhere', async () => {
  const place = join(folder, 'b')
  const victim = join(folder, 'victim')
  writeFileSync(victim, 'mine')
  const spool = fileSpool(place)
  const path = await spool.keep('records\n')
  await spool.drop(path)
  symlinkSync(victim, path)
  symlinkSync(victim, join(place, `.${basename(path)}.${process.pid}`))
  await spool.keep('records\n')
  expect(readFileSync(victim, 'utf8')).toBe('mine')
  expect(readFileSync(path, 'utf8')).toBe('records\n')
})

test('what earlier runs kept is given back by name; links, folders and what was cut are told and left', async () => {
  const place = join(folder, 'c')
  const spool = fileSpool(place)
  expect(await spool.waiting()).toEqual([])
  const [one, two, three] = [await spool.keep('one\n'), await spool.keep('two\n'), await spool.keep('three\n')]
  const victim = join(folder, 'secret')
  writeFileSync(victim, 'two\n')
  await spool.drop(two)
  symlinkSync(victim, two)
  writeFileSync(three, 'thre')
  const other = join(place, `countersign-evidence-${'0'.repeat(12)}.jsonl`)
  mkdirSync(other)
  writeFileSync(join(place, 'notes.txt'), 'x')
  writeFileSync(join(place, `.${basename(one)}.draft`), 'one\n')
  expect(await spool.waiting()).toEqual(
    [
      { path: one, text: 'one\n' },
      { path: two, unreadable: 'it is a link' },
      { path: three, unreadable: 'it was cut or changed: its name is not that of its content' },
      { path: other, unreadable: 'it is not a file' },
    ].sort((a, b) => (a.path < b.path ? -1 : 1)),
  )
})

test('one run takes up no more than a hundred files', async () => {
  const spool = fileSpool(join(folder, 'd'))
  for (let number = 0; number < 120; number += 1) await spool.keep(`${number}\n`)
  const waiting = await spool.waiting()
  expect(waiting).toHaveLength(100)
  for (const { path } of waiting) await spool.drop(path)
  expect(await spool.waiting()).toHaveLength(20)
})
