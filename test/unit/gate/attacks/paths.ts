import type { ChangedFile } from '../../../../src/model/facts.ts'
import { changedFile, known, review, twoReviewers } from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const reviews = known([review('ana'), review('ben')])
/** Cleo must approve what is below the paths; nothing there is touched. */
const owned = (...paths: readonly string[]) => ({
  rules: `${twoReviewers}\n  - {id: own, when: {paths: ${JSON.stringify(paths)}}, require: {approvals: 1, from: {users: [cleo]}}}`,
  facts: { reviews },
})
/** Cleo must approve everything but texts, and only a text is touched. */
const allBut = { ...owned('**', '!docs/**'), facts: { reviews, files: known([changedFile('docs/a.md')]) } }
const touching = (...files: readonly (readonly [string, Partial<ChangedFile>?])[]) => ({
  facts: { files: known(files.map(([path, more]) => changedFile(path, more))) },
})
const wanted = 'pending' as const
const says = 'own: 0 of 1 approval'

/** A file that somebody owns is changed without them. */
// biome-ignore format: one row, one line
export const pathAttacks: readonly Attack[] = [
  { name: 'a file in the folder', from: owned('iam/'), change: touching(['iam/x.tf']), wanted, says },
  { name: 'a file deep in the folder', from: owned('iam/'), change: touching([`iam/${'a/'.repeat(100)}x.tf`]), wanted, says },
  { name: 'a file in the folder among many', from: owned('iam/'), change: touching(...Array.from({ length: 500 }, (_, index) => [`app/${index}`] as const), ['iam/x']), wanted, says },
  { name: 'a file taken away from the folder', from: owned('iam/'), change: touching(['iam/x.tf', { status: 'removed' }]), wanted, says },
  { name: 'a file moved out of the folder', from: owned('iam/'), change: touching(['app/x.tf', { status: 'renamed', previousPath: 'iam/x.tf' }]), wanted, says },
  { name: 'a file moved into the folder', from: owned('iam/'), change: touching(['iam/x.tf', { status: 'renamed', previousPath: 'app/x.tf' }]), wanted, says },
  { name: 'a file copied out of the folder', from: owned('iam/'), change: touching(['app/x.tf', { status: 'copied', previousPath: 'iam/x.tf' }]), wanted, says },
  { name: 'only the mode of a file in the folder', from: owned('iam/'), change: touching(['iam/x.sh', { status: 'changed', mode: '100755', previousMode: '100644' }]), wanted, says },
  { name: 'a way into the folder that no git tree can hold', from: owned('iam/'), change: touching(['app/../iam/x.tf']), wanted, says },
  { name: 'a name that begins with a way out', from: owned('iam/'), change: touching(['../iam/x.tf']), wanted, says },
  { name: 'a name that begins at the root', from: owned('iam/'), change: touching(['/iam/x.tf']), wanted, says },
  { name: 'an empty name', from: owned('iam/'), change: touching(['']), wanted, says },
  { name: 'a name with a space behind it', from: owned('iam/'), change: touching(['iam/x.tf ']), wanted, says },
  { name: 'a name with a line end in it', from: owned('iam/'), change: touching(['iam/x\ny.tf']), wanted, says },
  { name: 'a name that begins like a comment', from: owned('#iam'), change: touching(['#iam']), wanted, says },
  { name: 'a name that begins like a negation', from: owned('iam/'), change: touching(['iam/!x']), wanted, says },
  { name: 'a name of four thousand characters', from: owned('iam/'), change: touching([`iam/${'x'.repeat(4092)}`]), wanted, says },
  { name: 'a name in letters of another alphabet below the folder', from: owned('iam/'), change: touching(['iam/доступ.tf']), wanted, says },
  { name: 'the folder itself in the place of a file', from: owned('/iam'), change: touching(['iam', { mode: '120000' }]), wanted, says },
  { name: 'a file by its ending, deep down', from: owned('*.tf'), change: touching(['a/b/c/d.tf']), wanted, says },
  { name: 'the workflows moved away', from: owned('.github/'), change: touching(['old/ci.yml', { status: 'renamed', previousPath: '.github/workflows/ci.yml' }]), wanted, says },
  { name: 'the rules of the gate', from: owned('compliance/**', '!compliance/changes/**'), change: touching(['compliance/gate-rules.yaml']), wanted, says },
  { name: 'the settings taken away', from: owned('countersign.yaml'), change: touching(['countersign.yaml', { status: 'removed' }]), wanted, says },
  { name: 'the rules of the gate moved among the change requests', from: owned('compliance/**', '!compliance/changes/**'), change: touching(['compliance/changes/x.yaml', { status: 'renamed', previousPath: 'compliance/gate-rules.yaml' }]), wanted, says },
  { name: 'let back in by a later pattern', from: owned('iam/**', '!iam/docs/**', 'iam/docs/keys.md'), change: touching(['iam/docs/keys.md']), wanted, says },
  { name: 'something else beside a text', from: allBut, change: touching(['docs/a.md'], ['app/a.ts']), wanted, says },
  { name: 'a text moved to where code is', from: allBut, change: touching(['app/a.ts', { status: 'renamed', previousPath: 'docs/a.md' }]), wanted, says },
  { name: 'code moved among the texts', from: allBut, change: touching(['docs/a.md', { status: 'renamed', previousPath: 'app/a.ts' }]), wanted, says },
  { name: 'the folder of texts in other letters', from: allBut, change: touching(['Docs/a.md']), wanted, says },
  { name: 'a folder that looks like that of texts', from: allBut, change: touching(['dоcs/a.md']), wanted, says },
  { name: 'a folder of texts with a space behind it', from: allBut, change: touching(['docs /a.md']), wanted, says },
  { name: 'a folder of texts elsewhere', from: allBut, change: touching(['app/docs/a.ts']), wanted, says },
  { name: 'a link in the place of the folder of texts', from: allBut, change: touching(['docs', { mode: '120000', status: 'added' }]), wanted, says },
  { name: 'a submodule in the place of the folder of texts', from: allBut, change: touching(['docs', { mode: '160000', status: 'added' }]), wanted, says },
  { name: 'a way out of the folder of texts', from: allBut, change: touching(['docs/../app/a.ts']), wanted, says },
]
