import { exitStatus } from '../model/exit-status.ts'
import { type ItemInfo, type KindInfo, kinds } from '../model/kinds.gen.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'

/** What `new` can make: a record, which is a file, or a row in a list of one. */
export interface NewKind {
  /** As a person types it: `change-request`, `risk`. */
  readonly word: string
  readonly kind: KindInfo
  /** undefined: the record itself. */
  readonly row: (ItemInfo & { readonly list: string }) | undefined
}

/** The title of a schema as a person types it: `RiskRegister` is `risk-register`. */
export const wordOf = (type: string): string => type.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()

export const newKinds: readonly NewKind[] = kinds.flatMap((kind) => [
  { word: wordOf(kind.type), kind, row: undefined },
  ...kind.rows.map((row) => ({ word: wordOf(row.type), kind, row })),
])

/** A kind by its name, or by its first or last word where only one has it, or only one of them the folder of that name. @throws Refusal that lists the kinds */
export function kindByWord(word: string): NewKind {
  const wanted = wordOf(word).replaceAll('_', '-')
  const exact = newKinds.find((one) => one.word === wanted)
  if (exact !== undefined) return exact
  const near = newKinds.filter((one) => one.word.startsWith(`${wanted}-`) || one.word.endsWith(`-${wanted}`))
  // The folder of its files is the word that people use: a change is a change request, and no template of one.
  const usual = near.filter(({ kind, row }) => row === undefined && kind.folder === `${wanted}s`)
  const [only] = usual.length === 1 ? usual : near
  if (only !== undefined && (usual.length === 1 || near.length === 1)) return only
  const words = newKinds.map((one) => one.word)
  const guess = nearest(wanted, words)
  const hint =
    near.length > 1
      ? `It may be ${near.map((one) => one.word).join(' or ')}. `
      : guess === undefined
        ? ''
        : `Did you mean \`${guess}\`? `
  const remedy = `${hint}Kinds: ${[...words].sort().join(', ')}.`
  throw new Refusal(exitStatus.usage, `There is no kind \`${word.slice(0, 60)}\``, remedy)
}
