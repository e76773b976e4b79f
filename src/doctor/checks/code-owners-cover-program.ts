import { startOf } from '../../model/location.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { ownersOf, readCodeOwners } from '../../read/code-owners.ts'
import { decodeText } from '../../read/decode-text.ts'
import { defineCheck } from '../define-check.ts'

export const codeOwnersCoverProgram = defineCheck({
  id: 'DOC-010',
  name: 'code-owners-cover-program',
  title: 'CODEOWNERS names owners for the program, the settings and the workflows',
  severity: 'warning',
  remedy: 'Add lines for them at the end of the file: of several that match, the last one counts.',
  check({ codeOwners, settings, settingsPath, program }) {
    if (program.length === 0) return notApplicable('there is no program')
    const [file] = codeOwners
    if (file === undefined)
      return failIfAny([{ message: 'There is no CODEOWNERS file', at: startOf('.github/CODEOWNERS') }])
    const text = decodeText(file)
    if (typeof text !== 'string') return failIfAny([{ message: text.what, at: text.at }])
    const { lines, findings } = readCodeOwners(file.path, text)
    const { programFolder } = settings.settings
    const wanted = [
      `${programFolder}/gate-rules.yaml`,
      `${programFolder}/trust.policy`,
      settingsPath,
      '.github/workflows/any.yml',
      file.path,
    ]
    const uncovered = wanted.filter((path) => (ownersOf(lines, path) ?? []).length === 0)
    return failIfAny([
      ...findings,
      ...uncovered.map((path) => ({ message: `Nobody owns ${path.replace('any.yml', '')}`, at: startOf(file.path) })),
    ])
  },
})
