import { expect, test } from 'vitest'
import { toDocumentsPath } from '../../../src/usecases/documents-path.ts'

const settings = { programFolder: 'governance/compliance' }

test.each(['docs/compliance', 'docs/compliance/', 'a', 'governance-documents', 'governance/documents'])(
  '%s may be taken',
  (path) => {
    expect(toDocumentsPath(path, settings)).toBe(path.replace(/\/$/, ''))
  },
)

test.each([
  '',
  '/',
  '.',
  '..',
  '../docs',
  'docs/../..',
  'docs//x',
  '/etc',
  'C:\\docs',
  'docs\\x',
  '.git',
  '.GIT/hooks',
  'docs/.git',
  '.github',
  '.github/workflows',
  'git~1',
  'docs.',
  'docs /x',
  'docs\n',
  'ｄocs',
  '-/:x',
  'governance',
  'governance/compliance',
  'Governance/Compliance',
  'governance/compliance/documents',
  Array.from({ length: 11 }, () => 'a').join('/'),
])('%j is refused', (path) => {
  expect(() => toDocumentsPath(path, settings)).toThrow(expect.objectContaining({ status: 2 }))
})

test('where the whole repository is the program there is no place apart from it', () => {
  expect(() => toDocumentsPath('docs', { programFolder: '.' })).toThrow('not apart from the program')
})
