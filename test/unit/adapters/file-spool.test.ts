import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
