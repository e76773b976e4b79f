import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readImportFile } from '../../../src/adapters/read-import-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a file is read whole, under its name alone', async () => {
  const path = join(folder, 'report.xml')
  writeFileSync(path, 'x'.repeat(600_000))
  const { name, bytes } = await readImportFile(path)
  let length = 0
  for await (const chunk of bytes) length += chunk.length
  expect({ name, length }).toEqual({ name: 'report.xml', length: 600_000 })
})

test('what is not there, or no file, is refused', async () => {
  mkdirSync(join(folder, 'reports'))
  await expect(readImportFile(join(folder, 'no.xml'))).rejects.toMatchObject({
    status: 2,
    what: 'no.xml cannot be read (ENOENT)',
  })
  await expect(readImportFile(join(folder, 'reports'))).rejects.toMatchObject({ status: 2, what: 'reports is no file' })
})

test('a file that is gone when it is read fails where it is read', async () => {
  const path = join(folder, 'gone.xml')
  writeFileSync(path, 'x')
  const { bytes } = await readImportFile(path)
  rmSync(path)
  await expect(bytes[Symbol.asyncIterator]().next()).rejects.toThrow(/ENOENT/)
})
