import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFiles } from '../../../src/adapters/node-files.ts'
import type { SourceFile } from '../../../src/model/program-model.ts'

let outer: string
let root: string

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'files-'))
  root = join(outer, 'root')
  mkdirSync(join(root, 'a/b'), { recursive: true })
  writeFileSync(join(root, 'a/one.yaml'), '1')
  writeFileSync(join(root, 'a/b/two.yaml'), '2')
  writeFileSync(join(root, 'a/b/three.txt'), '3')
  writeFileSync(join(outer, 'secret.yaml'), 'secret')
})
afterEach(() => rmSync(outer, { recursive: true, force: true }))

const shown = (file: SourceFile | undefined): string => {
  if (file === undefined) return 'none'
  return 'unreadable' in file
    ? `${file.path}: ${file.unreadable}`
    : `${file.path} = ${Buffer.from(file.bytes).toString()}`
}
const list = async (folder = 'a') => (await nodeFiles(root).list(folder, ['.yaml', '.md'])).map(shown)

describe('list', () => {
  test('finds files with the endings at any depth, hidden ones too, by code units, but not what git keeps', async () => {
    mkdirSync(join(root, 'a/.git'))
    mkdirSync(join(root, 'a/.hidden'))
    writeFileSync(join(root, 'a/.git/x.yaml'), 'x')
    writeFileSync(join(root, 'a/.hidden/x.yaml'), 'x')
    writeFileSync(join(root, 'a/Z.yaml'), 'z')
    expect(await list()).toEqual(['a/.hidden/x.yaml = x', 'a/Z.yaml = z', 'a/b/two.yaml = 2', 'a/one.yaml = 1'])
  })

  test('of a folder that is not there is empty; of a file it says so', async () => {
    expect(await list('nowhere')).toEqual([])
    expect(await list('a/one.yaml')).toEqual(['a/one.yaml: The program folder is not a folder'])
  })

  test.each([
    ['file', () => symlinkSync(join(outer, 'secret.yaml'), join(root, 'a/link.yaml')), 'a/link.yaml'],
    ['file inside', () => symlinkSync('one.yaml', join(root, 'a/link.yaml')), 'a/link.yaml'],
    ['folder', () => symlinkSync(outer, join(root, 'a/link')), 'a/link'],
    ['nothing', () => symlinkSync('gone', join(root, 'a/link.yaml')), 'a/link.yaml'],
  ])('a link to a %s is told and not followed', async (_name, make, path) => {
    make()
    const found = await list()
    expect(found).toContain(`${path}: This is a symbolic link, and links are not followed`)
    expect(found.join()).not.toContain('secret')
  })

  test('a link to a file with another ending is nobody’s concern', async () => {
    symlinkSync(join(root, 'a/b/three.txt'), join(root, 'a/link.txt'))
    expect(await list()).toEqual(['a/b/two.yaml = 2', 'a/one.yaml = 1'])
  })

  test('a pipe does not stop the run', async () => {
    execFileSync('mkfifo', [join(root, 'a/pipe.yaml')])
    expect(await list()).toContain('a/pipe.yaml: This is not a regular file')
  })

  test('a large file is left alone', async () => {
    truncateSync(join(root, 'a/one.yaml'), 3_000_000_000)
    expect(await list()).toContain('a/one.yaml: The file has 3000000000 bytes; the limit is 8388608')
  })

  test('a record whose ending is in capital letters is no absence', async () => {
    writeFileSync(join(root, 'a/Policy.YAML'), '1')
    writeFileSync(join(root, 'a/README.MD'), '1')
    expect(await list()).toEqual([
      'a/Policy.YAML: The ending of this file has capital letters and is not read',
      'a/b/two.yaml = 2',
      'a/one.yaml = 1',
    ])
  })

  test('a name that is not UTF-8 is no absence', async () => {
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'a/x')), Buffer.of(0xff), Buffer.from('.yaml')]), '1')
    expect(await list()).toContain('a/x\ufffd.yaml: The name of this file is not UTF-8')
  })

  test('more files than the limit are told and not read', async () => {
    const found = await nodeFiles(root, { fileBytes: 100, files: 1 }).list('a', ['.yaml'])
    expect(found.map(shown)).toContain('a: There are more than 1 files')
    expect(found).toHaveLength(2)
  })
})

describe('read', () => {
  test.each([
    ['a/one.yaml', 'a/one.yaml = 1'],
    ['a/none.yaml', 'none'],
    ['a/one.yaml/x', 'none'],
    ['a/b', 'a/b: This is a folder, but its name is that of a file'],
    ['../secret.yaml', '../secret.yaml: The path leads out of the repository'],
    ['a/../../secret.yaml', 'a/../../secret.yaml: The path leads out of the repository'],
    ['/etc/passwd', '/etc/passwd: The path leads out of the repository'],
  ])('%s', async (path, expected) => {
    expect(shown(await nodeFiles(root).read(path))).toBe(expected)
  })

  test('not through a link in the middle of the path', async () => {
    symlinkSync(outer, join(root, 'a/up'))
    expect(shown(await nodeFiles(root).read('a/up/secret.yaml'))).toMatch(/a folder of this path is a symbolic link/i)
  })
})

describe('write', () => {
  const write = (paths: readonly string[], overwrite = false) =>
    nodeFiles(root).write(
      paths.map((path) => ({ path, text: `new ${path}` })),
      { overwrite },
    )

  test('makes folders and leaves nothing beside the files', async () => {
    await write(['x/y/z.yaml', 'top.yaml'])
    expect(readFileSync(join(root, 'x/y/z.yaml'), 'utf8')).toBe('new x/y/z.yaml')
    expect(readdirSync(root).sort()).toEqual(['a', 'top.yaml', 'x'])
    expect(readdirSync(join(root, 'x/y'))).toEqual(['z.yaml'])
  })

  test('replaces only when asked', async () => {
    await expect(write(['a/one.yaml'])).rejects.toThrow(/exists already: a\/one\.yaml/)
    expect(readFileSync(join(root, 'a/one.yaml'), 'utf8')).toBe('1')
    await write(['a/one.yaml'], true)
    expect(readFileSync(join(root, 'a/one.yaml'), 'utf8')).toBe('new a/one.yaml')
    expect(readdirSync(join(root, 'a')).sort()).toEqual(['b', 'one.yaml'])
  })

  test('writes none of several when one is no longer what was read', async () => {
    const was = (text: string) => Buffer.from(text)
    const two = [
      { path: 'a/b/two.yaml', text: 'new', was: was(readFileSync(join(root, 'a/b/two.yaml'), 'utf8')) },
      { path: 'a/one.yaml', text: 'new', was: was('1') },
    ]
    chmodSync(join(root, 'a/one.yaml'), 0o600)
    writeFileSync(join(root, 'a/one.yaml'), '1 and more')
    await expect(nodeFiles(root).write(two, { overwrite: true })).rejects.toThrow(/a\/one\.yaml changed while/)
    expect(readFileSync(join(root, 'a/b/two.yaml'), 'utf8')).not.toBe('new')
    writeFileSync(join(root, 'a/one.yaml'), '1')
    await nodeFiles(root).write(two, { overwrite: true })
    expect(readFileSync(join(root, 'a/one.yaml'), 'utf8')).toBe('new')
    expect(statSync(join(root, 'a/one.yaml')).mode & 0o777).toBe(0o600)
    rmSync(join(root, 'a/one.yaml'))
    await expect(nodeFiles(root).write(two, { overwrite: true })).rejects.toThrow(/changed while/)
  })

  test('writes none of several when one has no place', async () => {
    await expect(write(['new.yaml', 'a/one.yaml/below.yaml'])).rejects.toThrow(/cannot be written/)
    expect(existsSync(join(root, 'new.yaml'))).toBe(false)
    expect(readdirSync(root)).toEqual(['a'])
  })

  test('writes none of several when one is there already', async () => {
    await expect(write(['first.yaml', 'a/one.yaml', 'last.yaml'])).rejects.toThrow(/exists already/)
    expect(readdirSync(root)).toEqual(['a'])
    expect(readdirSync(join(root, 'a')).sort()).toEqual(['b', 'one.yaml'])
  })

  test.each(['../out.yaml', 'a/../../out.yaml'])('not outside the root: %s', async (path) => {
    await expect(write([path], true)).rejects.toThrow(/leads out of the repository/)
    expect(readdirSync(outer).sort()).toEqual(['root', 'secret.yaml'])
  })

  test('not behind a link, and a link itself is replaced, not followed', async () => {
    symlinkSync(outer, join(root, 'a/up'))
    symlinkSync(join(outer, 'secret.yaml'), join(root, 'a/link.yaml'))
    await expect(write(['a/up/secret.yaml'], true)).rejects.toThrow(/symbolic link/)
    await write(['a/link.yaml'], true)
    expect(readFileSync(join(outer, 'secret.yaml'), 'utf8')).toBe('secret')
  })
})
