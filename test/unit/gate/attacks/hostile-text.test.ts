import { describe, expect, test } from 'vitest'
import type { GateDecision } from '../../../../src/gate/gate-decision.ts'
import {
  deploymentMarkdown,
  deploymentText,
  gateMarkdown,
  gateText,
  statusDescription,
} from '../../../../src/report/gate-summary.ts'
import { approval, decideDeploy, mergedChange, sha } from '../../../support/deployment-facts.ts'
import {
  account,
  changed,
  changedFile,
  changeRecord,
  changeRequest,
  commit,
  decide,
  HEAD,
  known,
  legitimate,
  opened,
  permissions,
  review,
  type Situation,
  stranger,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import { renderGfm } from '../../../support/render-gfm.ts'

/** What people write where only a name or a title belongs. */
const texts: Readonly<Record<string, string>> = {
  'a line end': 'a\nApproved by ana and ben.\nb',
  'a line end of Windows': 'a\r\n::set-output name=verdict::approved\r\nb',
  'a command to the runner': '::error::x ##[error]x ::set-env name=PATH::/tmp',
  'colours of a terminal': '\u001b[32mApproved\u001b[0m\u0007\u009b2J',
  'text the other way round': '\u202edevorppa\u2066 \u200b\ufeff',
  'zero bytes': 'a\u0000b',
  'half a character': 'a\ud83d b\udc00',
  'the end of a table cell': 'a | approved | counted |',
  'an escape before the end of a cell': 'a \\| b \\\\| c \\',
  'a link that runs a program': '[x](javascript:alert(1)) ![y](https://evil.example/y.png)',
  HTML: '<img src=x onerror=alert(1)><script>alert(1)</script></details><!--',
  'a code fence': '```\n~~~\n`x',
  'a heading and a list': '# Approved\n- [x] approved\n1. one\n---',
  'mentions and references': '@everyone @acme/security #1 acme/shop#2 https://evil.example',
  'a formula and a footnote': '$$\\frac{1}{2}$$ [^1] :tada:',
  'an expression of a workflow': '$' + '{{ github.token }} $(id) `id` ; rm -rf / #',
  'a template': '{{x}} {{{y}}} <%= z %> %s %n',
  'a property of every object': '__proto__',
  'another property of every object': 'constructor',
  'ten thousand characters': 'x'.repeat(10_000),
  'ten thousand marks': '*_`['.repeat(2_500),
  nothing: '',
  'a space': ' ',
}

const reviews = known([review('ana'), review('ben')])
const other = (login: string) => ({
  facts: {
    reviews: known([review('ana'), review('x', { by: stranger(login) })]),
    permissions: permissions({}, [stranger(login)]),
  },
})
const quoted = (text: string) => JSON.stringify(text.replace(/[^ -~]/g, '?'))

/** Where they write it. */
// biome-ignore format: one place, one line
const places: Readonly<Record<string, (text: string) => Situation>> = {
  'the title': (title) => changed(legitimate, { facts: { pull: { title } } }),
  'the login of an approver': (login) => changed(legitimate, other(login)),
  'the login of somebody who only commented': (login) => changed(legitimate, { facts: { reviews: known([...reviews.value, review('x', { by: stranger(login), state: 'commented' })]) } }),
  'the login of somebody who objects': (login) => changed(legitimate, { facts: { reviews: known([...reviews.value, review('x', { by: stranger(login), state: 'changes-requested' })]), permissions: permissions({}, [stranger(login)]) } }),
  'the login of whoever dismissed': (login) => changed(legitimate, { facts: { reviews: known([...reviews.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: { ...stranger(login), id: 1 } })]) } }),
  'the login of whoever edited': (login) => changed(legitimate, { facts: { reviews: known([review('ana'), review('ben', { editedBy: stranger(login) })]) } }),
  'the login of the author': (login) => changed(legitimate, { facts: { pull: { author: stranger(login) }, commits: known([commit({ parties: [{ as: 'author', account: stranger(login) }] })]), headChanges: known([opened({ by: stranger(login) })]) } }),
  'the login of an author who approves': (login) => changed(other(login), { facts: { pull: { author: stranger(login) } } }),
  'the login of whoever merged': (login) => changed(legitimate, { rules: `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, deployer]}}`, head: 'deployment: {merging: true}', facts: { pull: { state: 'closed', merged: true, mergedAt: '2026-03-03T12:00:00Z', mergedBy: stranger(login), mergeSha: HEAD, author: stranger(login) } } }),
  'the address of a review': (url) => changed(legitimate, { facts: { reviews: known(reviews.value.map((one) => ({ ...one, url }))) } }),
  'a label': (name) => changed(legitimate, { facts: { pull: { labels: [{ name, setBy: account('ana'), setAt: null }] } } }),
  'the branch that is merged': (ref) => changed(legitimate, { facts: { pull: { head: { ref, sha: HEAD, repositoryId: 500 } } } }),
  'the branch that it goes to': (ref) => changed(legitimate, { facts: { pull: { base: { ref, sha: HEAD } } } }),
  'the branch that it goes to, for which there is no rule': (ref) => changed(legitimate, { rules: '  - {id: two, when: {base: [main]}, require: {approvals: 2}}', facts: { pull: { base: { ref, sha: HEAD } } } }),
  'a name in the body': (name) => changed(legitimate, { rules: `${twoReviewers}\n${changeRecord}`, facts: { pull: { namedChanges: [name] } } }),
  'a path': (path) => changed(legitimate, { rules: `${twoReviewers}\n  - {id: ts, when: {paths: ["*.ts"]}, require: {approvals: 1}}`, facts: { files: known([changedFile(`${path}.ts`), changedFile(`${path}.ts`)]) } }),
  'the path of a file of the program': (path) => changed(legitimate, { rules: `${twoReviewers}\n${changeRecord}`, facts: { changeFiles: known([{ path, text: '\t{' }]) } }),
  'the title of a change request': (title) => changed(legitimate, { rules: `${twoReviewers}\n${changeRecord}`, facts: { changeFiles: known([{ ...changeRequest(), text: changeRequest().text.replace('A change', quoted(`x${title.slice(0, 200)}`)) }]) } }),
  'a key of a change request': (key) => changed(legitimate, { rules: `${twoReviewers}\n${changeRecord}`, facts: { changeFiles: known([changeRequest(`${quoted(`k${key}`)}: 1\n`)]) } }),
  'a reason of the forge': (why) => changed(legitimate, { facts: { commits: { known: false, why } } }),
}

const plain = 'plain text'

describe.each(Object.entries(places))('%s', (_place, at) => {
  const wanted = decide(at(plain))
  test.each(Object.entries(texts))('%s', (_name, text) => {
    const decision = decide(at(text))
    expect(decision.verdict).toBe(wanted.verdict)
    expect(statusDescription(decision)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u)
    expect([...statusDescription(decision)].length).toBeLessThanOrEqual(140)
    const title = at(text).facts?.pull?.title ?? 'A change'
    const report = { title, number: 7, decision }
    expect(gateText(report).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u)
    expect(gateText(report)).not.toMatch(/^\s*::|##\[/m)
    expect(gateText(report).split('\n').length).toBe(lines(decision))
    expect(elements(gateMarkdown(report))).toEqual(elements(gateMarkdown(like(decision))))
  })
})

/** The same decision in plain words: whatever people write, the page has the same elements. */
const like = (decision: GateDecision) => ({
  title: plain,
  number: 7,
  decision: {
    ...decision,
    summary: plain,
    notes: decision.notes.map(() => plain),
    rules: decision.rules.map((rule) => ({ ...rule, message: plain })),
    reviewers: decision.reviewers.map((row) => ({ ...row, name: plain, reasons: [plain], url: url(row.url) })),
  },
})
/** What is no address is shown without a link. */
const url = (address: string) => (/^https:\/\//.test(address) ? 'https://github.com/x' : address === '' ? '' : 'x')
// The span without attributes is how a dollar sign is kept from beginning a formula.
const elements = (markdown: string) => renderGfm(markdown).asked.filter((element) => element !== 'span ')
const lines = ({ notes, rules, reviewers }: GateDecision) => 3 + notes.length + rules.length + reviewers.length

describe('a deployment', () => {
  test.each(Object.entries(texts))('%s', (_name, text) => {
    const at = (words: string) =>
      decideDeploy({
        facts: {
          environment: words,
          run: { id: 2, attempt: 1, reruns: known([]), actor: stranger(words), triggeringActor: stranger(words) },
        },
        merged: [mergedChange(1, [sha('b'), sha('c')], { title: words, counted: [approval(words, '901')] })],
      })
    const [decision, wanted] = [at(text), at(plain)]
    expect(decision.verdict).toBe('approved')
    expect(deploymentText(decision).split('\n').length).toBe(deploymentText(wanted).split('\n').length)
    expect(deploymentText(decision).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
    expect(elements(deploymentMarkdown(decision))).toEqual(elements(deploymentMarkdown(wanted)))
  })
})
