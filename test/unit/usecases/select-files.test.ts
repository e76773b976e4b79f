import { expect, test } from 'vitest'
import { selectFiles } from '../../../src/usecases/select-files.ts'

const files = [
  'compliance/people.yaml',
  'compliance/risks/a.yaml',
  'compliance/risks/old/b.yaml',
  'compliance/risks-2/c.yaml',
  'compliance/[x].yaml',
]
const select = (paths: readonly string[], named: readonly string[] = files) =>
  selectFiles(paths, named, async (path) => path === 'README.md')
const selected = async (...paths: string[]) => {
  const { isSelected } = await select(paths)
  return files.filter(isSelected).map((file) => file.replace('compliance/', ''))
}

test.each([
  [['compliance/risks'], ['risks/a.yaml', 'risks/old/b.yaml']],
  [['compliance/risks/a.yaml'], ['risks/a.yaml']],
  [[''], files.map((file) => file.replace('compliance/', ''))],
  [['compliance/risks/**'], ['risks/a.yaml', 'risks/old/b.yaml']],
  [['compliance/risks/*.yaml'], ['risks/a.yaml']],
  [['**/*.yaml'], files.map((file) => file.replace('compliance/', ''))],
  [['*.yaml'], []],
  [['compliance/risk?/a.yaml'], ['risks/a.yaml']],
  [['compliance/risks*'], ['risks/a.yaml', 'risks/old/b.yaml', 'risks-2/c.yaml']],
  [['compliance/[x].yaml'], ['[x].yaml']],
  [['compliance/risks/**', '!compliance/risks/old/**'], ['risks/a.yaml']],
  [
    ['!compliance/risks/**', '!compliance/risks-2'],
    ['people.yaml', '[x].yaml'],
  ],
  [
    ['compliance/people.yaml', 'compliance/risks/a.yaml'],
    ['people.yaml', 'risks/a.yaml'],
  ],
])('%j selects %j', async (paths, wanted) => {
  expect(await selected(...paths)).toEqual(wanted)
})

test.each([
  [
    ['compliance/risk/a.yaml'],
    ['There is no file or folder `compliance/risk/a.yaml` in the repository. Did you mean `compliance/risks/a.yaml`?'],
  ],
  [
    ['compliance/poeple.yaml'],
    ['There is no file or folder `compliance/poeple.yaml` in the repository. Did you mean `compliance/people.yaml`?'],
  ],
  [['compliance/gone.yaml'], ['There is no file or folder `compliance/gone.yaml` in the repository.']],
  [['nowhere'], ['There is no file or folder `nowhere` in the repository.']],
  [['compliance/*.yml'], ['No file of the program matches `compliance/*.yml`.']],
  [['README.md'], []],
])('%j is said not to be there', async (paths, notes) => {
  expect(await select(paths)).toMatchObject({ selectsNothing: true, notes })
})

test('a folder that cannot be read is selected with what may lie behind it', async () => {
  const { isSelected } = await select(['compliance/risks/a.yaml'], ['compliance/risks'])
  expect(isSelected('compliance/risks')).toBe(true)
  expect((await select(['compliance/risks/**'], ['compliance'])).isSelected('compliance')).toBe(true)
  expect((await select(['compliance/risks/a.yaml'], ['.'])).isSelected('.')).toBe(true)
  expect((await select(['compliance/risks'], ['comp'])).isSelected('comp')).toBe(false)
})
