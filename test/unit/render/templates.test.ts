import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/model/refusal.ts'
import { fillTemplate } from '../../../src/render/fill-template.ts'
import { ownTemplates } from '../../../src/render/own-templates.ts'
import { allDocuments } from '../../../src/render/pages/registry.gen.ts'
import { parseTemplate } from '../../../src/render/parse-template.ts'
import { publicEdition } from '../../../src/render/public/public-edition.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import { runTemplate } from '../../../src/render/run-template.ts'
import { templates } from '../../../src/render/templates.gen.js'
import { inputsOfEveryPage } from '../../support/every-page.ts'
import { addTo, describeFields, emptyShape, type Shape } from '../../support/view-shapes.ts'

const folder = resolve(import.meta.dirname, '../../../templates')
const sources = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.hbs'))
    .map((name) => [name.replace(/\.hbs$/, ''), readFileSync(join(folder, name), 'utf8')]),
)

const run = (text: string, view: object): string => runTemplate('t.hbs', parseTemplate('t.hbs', text), view)
const refusalOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return `${error.what}. ${error.remedy}`
    throw error
  }
  return 'not refused'
}

describe('a template of one’s own', () => {
  const view = {
    name: 'x',
    none: '',
    zero: 0,
    yes: true,
    rows: [
      { a: 1, inner: [{ b: 2 }, { b: 3 }] },
      { a: 4, inner: [] },
    ],
    words: ['p', 'q'],
    group: { deep: 'd' },
    gone: undefined,
  }
  test.each(
    [
      ['{{name}} {{{name}}} {{! a comment }}{{group.deep}}{{gone}}|', 'x x d|'],
      [
        '{{#if name}}a{{else}}b{{/if}}{{#if none}}a{{else}}b{{/if}}{{#if zero}}a{{/if}}{{#unless none}}u{{/unless}}',
        'abu',
      ],
      ['{{#each rows}}{{a}}{{#each inner}}{{b}}{{../a}}{{../../name}}{{else}}-{{/each}};{{/each}}', '121x31x;4-;'],
      ['{{#each words}}{{@index}}{{this}}{{#if @last}}.{{/if}}{{#unless @first}}!{{/unless}}{{/each}}', '0p1q.!'],
      ['{{#with group}}{{deep}}{{../name}}{{/with}}{{#with none}}a{{else}}b{{/with}}', 'dxb'],
      ['{{#if none}}a{{else if name}}b{{/if}}', 'b'],
      ['a\n{{#if name}}\nb\n{{/if}}\nc\n', 'a\nb\nc\n'],
      ['{{{{', '{{{{'],
    ].slice(0, 7),
  )('%j', (text, wanted) => {
    expect(run(text, view)).toBe(wanted)
  })

  test.each([
    [
      '{{nme}}',
      't.hbs:1:3: there is no value `nme` here. Did you mean `name`? There are: gone, group, name, none, rows, words, yes, zero.',
    ],
    ['\n  {{#if nme}}x{{/if}}', 't.hbs:2:9: there is no value `nme` here. Did you mean `name`?'],
    ['{{#each rows}}{{name}}{{/each}}', 't.hbs:1:17: there is no value `name` here. There are: a, inner.'],
    ['{{group.constructor}}', 'there is no value `group.constructor` here. There are: deep.'],
    ['{{__proto__}}', 'there is no value `__proto__` here'],
    ['{{name.length}}', 'there is no value `name.length` here. There are no fields here.'],
    ['{{rows}}', '`rows` is a list and no text'],
    ['{{group}}', '`group` is a group of values and no text'],
    ['{{#each name}}x{{/each}}', '`name` is no list'],
    ['{{../name}}', '`../name` goes above the page'],
    ['{{@index}}', '`@index` stands in no loop'],
    ['{{@root.name}}', '`@root.name` is not there'],
    ['{{lookup rows 0}}', 'there are no helpers'],
    ['{{name a=1}}', 'there are no helpers'],
    ['{{#log name}}{{/log}}', 'the only blocks are each, if, unless and with'],
    ['{{#if}}x{{/if}}', '`#if` takes the name of one value'],
    ['{{#if (eq a b)}}x{{/if}}', 'only the name of a value can stand here'],
    ['{{"text"}}', 'only the name of a value can stand here'],
    ['{{#each rows as |row|}}x{{/each}}', 'there are no block parameters'],
    ['{{> other}}', 'there are no partials and no decorators'],
    ['{{#> layout}}x{{/layout}}', 'there are no partials and no decorators'],
    ['{{* name}}', 'there are no partials and no decorators'],
    ['{{#*inline "a"}}x{{/inline}}', 'there are no partials and no decorators'],
    ['a\n{{#if name}}', 't.hbs:2:1: the template cannot be read'],
    ['{{#if name}}'.repeat(60) + '{{/if}}'.repeat(60), 'deep'],
  ])('that does what it cannot do is refused with its place: %s', (text, wanted) => {
    expect(refusalOf(() => run(text, view))).toContain(wanted)
  })

  test('cannot make a page without end', () => {
    const rows = Array.from({ length: 1000 }, () => 0)
    const loops = (inside: string) =>
      `{{#each rows}}{{#each ../rows}}{{#each ../../rows}}${inside}{{/each}}{{/each}}{{/each}}`
    expect(refusalOf(() => run(loops('x'), { rows }))).toContain('1000000 pieces')
    expect(refusalOf(() => run(loops(''), { rows }))).toContain('1000000 pieces')
    expect(refusalOf(() => run(`{{#each rows}}${'x'.repeat(10_000)}{{/each}}`, { rows }))).toContain(
      '4194304 characters',
    )
  })

  const file = (path: string, text: string | Uint8Array = 'x') => ({
    path,
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  })
  test.each([
    ['p/templates/polcy.hbs', 'x', 'p/templates/polcy.hbs:1:1: there is no template polcy. Did you mean policy.hbs?'],
    ['p/templates/frame.hbs', 'x', 'frame is the same for every program'],
    ['p/templates/sub/policy.hbs', 'x', 'there is no template sub/policy'],
    ['p/templates/policy.hbs', 'x'.repeat(300_000), 'more than 262144 bytes'],
    ['p/templates/policy.hbs', new Uint8Array([0xff]), 'not UTF-8'],
    ['p/templates/constructor.hbs', 'x', 'there is no template constructor'],
  ])('%s', (path, text, wanted) => {
    expect(refusalOf(() => ownTemplates([file(path, text)], 'p/templates'))).toContain(wanted)
  })

  test('is refused where it cannot be read, or there are too many', () => {
    const linked = { path: 'p/templates/policy.hbs', unreadable: 'is a symbolic link', remedy: 'Remove it.' }
    expect(refusalOf(() => ownTemplates([linked], 'p/templates'))).toContain('is a symbolic link')
    const many = Array.from({ length: 201 }, () => file('p/templates/policy.hbs'))
    expect(refusalOf(() => ownTemplates(many, 'p/templates'))).toContain('There are 201 templates')
  })
})

describe('on the pages', () => {
  const shapes = new Map<string, Shape>()
  const unlike: string[] = []
  let inputs: Awaited<ReturnType<typeof inputsOfEveryPage>>

  beforeAll(async () => {
    inputs = await inputsOfEveryPage()
    // Every built-in template is also filled as one of one's own would be.
    const own = new Map([...sources].map(([name, text]) => [name, parseTemplate(`${name}.hbs`, text)]))
    const fillers = new Map(
      Object.keys(templates).map((name) => [
        name,
        (view: object) => {
          const shape = shapes.get(name) ?? emptyShape()
          addTo(shape, view)
          shapes.set(name, shape)
          const made = fillTemplate(name, view)
          if (runTemplate(`${name}.hbs`, own.get(name) ?? [], view) !== made) unlike.push(name)
          return made
        },
      ]),
    )
    for (const input of inputs) {
      renderDocuments({ ...input, fillers })
      publicEdition({ ...input, fillers }, allDocuments)
    }
  }, 120_000)

  test('a copy of a built-in template makes the same bytes', () => {
    expect([...new Set(unlike)]).toEqual([])
    expect(shapes.size).toBeGreaterThan(Object.keys(templates).length * 0.8)
  })

  test('one takes the place of a built-in one, and the frame stays', () => {
    const bytes = new TextEncoder().encode('# Our {{id}}\n\n{{#each facts}}{{name}}\n{{/each}}\n')
    const fillers = ownTemplates([{ path: 'p/templates/policy.hbs', bytes }], 'p/templates')
    const [input] = inputs
    if (input === undefined) throw new Error('no input')
    const page = renderDocuments({ ...input, fillers }).get('policies/POL-CHANGE.md') ?? ''
    expect(page).toMatch(/^# Our POL-CHANGE\n\n\| Document \| DOC-POLICIES, POL-CHANGE \|\n/)
    expect(page).toContain('\nReview\nAcknowledgement\n')
    expect(page).toContain('## Revisions')
    expect(page).toContain("Management's evaluation, not an auditor's opinion.")
    const untitled = ownTemplates([{ path: 'p/templates/policy.hbs', bytes: bytes.slice(2) }], 'p/templates')
    expect(refusalOf(() => renderDocuments({ ...input, fillers: untitled }))).toContain('does not begin with its title')
  })

  test('what each template is given stands in templates/README.md (UPDATE=1 writes it)', () => {
    const path = join(folder, 'README.md')
    const [before = ''] = readFileSync(path, 'utf8').split('<!-- views -->')
    const unseen = ['Nothing that the tests render fills it: its view is not described here.']
    const views = Object.keys(templates)
      .sort()
      .flatMap((name) => {
        const shape = shapes.get(name)
        return [`### ${name}`, '', ...(shape === undefined ? unseen : describeFields(shape)), '']
      })
    const wanted = `${before}<!-- views -->\n\n${views.join('\n').trimEnd()}\n`
    if (process.env['UPDATE'] === '1') writeFileSync(path, wanted)
    expect(readFileSync(path, 'utf8')).toBe(wanted)
  })
})
