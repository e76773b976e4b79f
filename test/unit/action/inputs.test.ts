import { expect, test } from 'vitest'
import { readInputs } from '../../../src/action/inputs.ts'

const read = (given: Readonly<Record<string, string>>) => {
  const all: Readonly<Record<string, string>> = { mode: 'gate', ...given }
  return readInputs((name) => all[name] ?? '')
}

test('what is left out says nothing beside the verdict', () => {
  expect(read({})).toMatchObject({ enforce: 'status', comment: 'off', requestReviews: false, appSlug: undefined })
  expect(read({ comment: ' on-change ', 'request-reviews': 'true', 'app-slug': 'acme-gate' })).toMatchObject({
    comment: 'on-change',
    requestReviews: true,
    appSlug: 'acme-gate',
  })
})

test.each([
  ['comment', 'always', 'Allowed: off, on-change.'],
  ['comment', 'true', 'Allowed: off, on-change.'],
  ['request-reviews', 'yes', 'Allowed: true, false.'],
  ['enforce', 'all', 'Allowed: status, job.'],
  ['format', 'pdf', 'Allowed: markdown, html.'],
  ['edition', 'open', 'Allowed: internal, public.'],
  ['mode', 'gates', 'Allowed: check, gate, record, render.'],
  ['app-slug', 'acme/gate', 'create-github-app-token'],
  ['app-slug', 'acme-gate[bot]', 'create-github-app-token'],
])('%s cannot be %s', (name, value, remedy) => {
  expect(() => read({ [name]: value })).toThrow(remedy)
})
