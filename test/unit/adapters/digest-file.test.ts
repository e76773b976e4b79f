import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { digestFile } from '../../../src/adapters/digest-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'digest-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const made = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'

test('a file is known by name, size and digest', async () => {
  const bytes = Buffer.alloc(200_000, 'abc')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await digestFile(made('restore.log', bytes))).toEqual({ name: 'restore.log', sha256, size: 200_000 })
  expect(await digestFile(made('one byte', 'x'))).toMatchObject({ size: 1 })
  // What only speaks of pointers is none.
  expect(await digestFile(made('notes', `${pointer}${'x'.repeat(1024)}`))).toMatchObject({ name: 'notes' })
})

test('what is no file of evidence is refused', async () => {
  mkdirSync(join(folder, 'inner'))
  await expect(digestFile(join(folder, 'inner'))).rejects.toThrow(/inner (is no ordinary file|cannot be read)/)
  await expect(digestFile(join(folder, 'nowhere'))).rejects.toThrow('nowhere cannot be read (ENOENT)')
  await expect(digestFile(made('empty', ''))).rejects.toThrow('empty is empty')
  await expect(digestFile(made('pointer', pointer))).rejects.toThrow('only a pointer of git LFS')
  await expect(digestFile('/dev/zero')).rejects.toThrow('no ordinary file')
  const sparse = made('sparse', 'x')
  truncateSync(sparse, 256 * 1024 * 1024 + 1)
  await expect(digestFile(sparse)).rejects.toThrow('larger than')
})
