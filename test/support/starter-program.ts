import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { addDuration } from '../../src/model/days.ts'
import type { SourceFile } from '../../src/model/program-model.ts'
import { fillTokens } from '../../src/usecases/fill-tokens.ts'

const folder = resolve(import.meta.dirname, '../../policies')

/** The settings of the user's repository are shipped beside the program and copied to the root. */
export const configName = 'countersign.yaml'

/** Every file of the starter by its path below `policies/`, as shipped; those of one category below `optional/CATEGORY/`. */
const everyFile: ReadonlyMap<string, string> = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .filter((name) => /\.(?:yaml|md)$/.test(name))
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
)

const optional = /^optional\/([A-Z]+)\//

/** Files of the starter for Security and some other categories, by their path in the program. */
export const shippedFor = (categories: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    [...everyFile].flatMap(([name, text]) => {
      const category = optional.exec(name)?.[1]
      return category === undefined || categories.includes(category) ? [[name.replace(optional, ''), text]] : []
    }),
  )

/** The starter with Security alone in scope. */
export const shippedFiles = shippedFor([])

const today = '2026-03-02'

/** What stands for each token in the tests. The keys are all the tokens there are. */
export const tokenValues: Readonly<Record<string, string>> = {
  organisation: 'Example Ltd',
  system: 'Example service',
  program: 'compliance',
  protectedBranch: 'main',
  securityLeadId: 'ana',
  securityLeadName: 'Ana Souza',
  securityLeadLogin: 'ana-souza',
  today,
  periodStart: today,
  periodEnd: '2027-03-01',
  in30Days: addDuration(today, 'P30D'),
  in90Days: addDuration(today, 'P90D'),
  in180Days: addDuration(today, 'P180D'),
}

/** The program as it stands in the user's repository after `init` with one person, below `compliance/`. */
export const filledProgram = (
  values: Readonly<Record<string, string>> = tokenValues,
  categories: readonly string[] = [],
): readonly SourceFile[] =>
  [...shippedFor(categories)]
    .filter(([name]) => name !== configName)
    .map(([name, text]) => ({
      path: `compliance/${name}`,
      bytes: Buffer.from(name.endsWith('.yaml') ? fillTokens(text, new Map(Object.entries(values))) : text),
    }))
