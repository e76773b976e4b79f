import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { matchesPath } from '../../model/path-pattern.ts'
import { decodeText } from '../../read/decode-text.ts'
import { defineCheck } from '../define-check.ts'

export const changesAreShown = defineCheck({
  id: 'DOC-011',
  name: 'changes-are-shown',
  title: 'No attribute hides changes of the program from reviewers',
  severity: 'warning',
  remedy:
    'Take the attribute away from records, policies and gate rules; only the copies of the schemas are generated.',
  check({ attributes, settings, settingsPath, program }) {
    if (program.length === 0) return notApplicable('there is no program')
    if (attributes === undefined) return pass
    const text = decodeText(attributes)
    if (typeof text !== 'string') return failIfAny([{ message: text.what, at: text.at }])
    const { programFolder } = settings.settings
    const paths = [
      `${programFolder}/gate-rules.yaml`,
      `${programFolder}/policies/POL-X.yaml`,
      `${programFolder}/policies/POL-X.md`,
      settingsPath,
      '.github/workflows/x.yml',
    ]
    return failIfAny(
      text.split(/\r?\n/).flatMap((raw, index) => {
        const [pattern = '', ...given] = raw.trim().split(/\s+/)
        const hiding = given.find((attribute) => hides.test(attribute))
        if (pattern === '' || pattern.startsWith('#') || hiding === undefined) return []
        const path = paths.find((one) => matchesPath(pattern, one, { folders: false }) === true)
        if (path === undefined) return []
        const at = { file: attributes.path, line: index + 1, column: 1, endLine: index + 1, endColumn: raw.length + 1 }
        return [{ message: `\`${hiding}\` keeps changes of ${path} out of the diff that reviewers see`, at }]
      }),
    )
  },
})

/** Attributes for which GitHub or git folds a diff away or shows something else. */
const hides = /^(?:linguist-generated(?:=true)?|linguist-vendored(?:=true)?|-diff|binary|filter=\S+|diff=\S+)$/
